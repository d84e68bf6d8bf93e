// Where a text stands in the width that it is given: what tables say and layouts do.

/** To the left, to the right, or in the middle. */
export type Alignment = "left" | "right" | "center";
