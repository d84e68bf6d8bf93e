// Packs every package as it would be published and looks at the tarballs as a stranger: what is in them
// (`packing/contents.mjs`), and whether a project that has nothing but them compiles and runs (`packing/consumer.mjs`).
// The packages have to be built. Exit status 1 when anything is wrong.
import { consumerFaults } from "./packing/consumer.mjs";
import { contentFaults } from "./packing/contents.mjs";
import { packedWorkspace } from "./packing/tarballs.mjs";

const tarballs = await packedWorkspace();
for (const { name, data, files } of tarballs) {
  const unpacked = [...files.values()].reduce((sum, text) => sum + text.length, 0);
  console.log(
    `${name}: ${files.size} files, ${Math.ceil(data.length / 1000)} KB, unpacked ${Math.ceil(unpacked / 1000)} KB`,
  );
}
const faults = (await Promise.all(tarballs.map(contentFaults))).flat();
faults.push(...(await consumerFaults(tarballs)));
for (const fault of faults) console.error(`pack-check: ${fault}`);
console.log(faults.length === 0 ? "every package can be installed and used" : `${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
