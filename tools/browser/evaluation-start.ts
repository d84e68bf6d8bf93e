// Marks the moment at which a bundle begins to be evaluated: the first import of a program is evaluated first.
performance.mark("evaluation-start");
