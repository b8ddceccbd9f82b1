// Opens a chunk store with zarrita and prints, as JSON, what the .NET test compares with what it wrote.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as zarr from "zarrita";

const folder = process.argv[2];
const store = {
  async get(key) {
    try {
      return new Uint8Array(await readFile(join(folder, key)));
    } catch (error) {
      if (error.code === "ENOENT") return undefined;
      throw error;
    }
  },
};

const consolidated = await zarr.withConsolidatedMetadata(store);
const root = await zarr.open.v2(consolidated, { kind: "group" });
const said = {};
for (const { path, kind } of consolidated.contents()) {
  if (kind !== "array") continue;
  const array = await zarr.open.v2(root.resolve(path), { kind: "array" });
  const all = await zarr.get(array);
  const values = Array.from(all.data, (v) => (Number.isNaN(v) ? "NaN" : v));
  said[path] = { shape: array.shape, dtype: array.dtype, unit: array.attrs.unit ?? null, values };
}
console.log(JSON.stringify(said));
