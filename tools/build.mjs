// Builds static/dist: scripts, styles and fonts under names that change with their content,
// manifest.json (which name is which), icons.json, and the licences of all that is carried along.
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { build } from "esbuild";

const DIST = "static/dist";
const CUT_FONTS = ".build/fonts"; // made by tools/fonts.py; what is not there is taken whole
const WHOLE_FONTS = ["inter", "source-serif-4"].map((name) => `node_modules/@fontsource-variable/${name}/files`);
const HASH = /-[0-9A-Z]{8}(?=\.)/;

const common = {
  bundle: true,
  minify: true,
  sourcemap: "linked",
  target: ["es2022", "chrome109", "edge109", "firefox115", "safari16.4"],
  outdir: DIST,
  entryNames: "[name]-[hash]",
  assetNames: "fonts/[name]-[hash]",
  charset: "utf8",
  legalComments: "none", // LICENSES.txt has them whole
  metafile: true,
  logLevel: "warning",
  tsconfig: "tsconfig.json",
};

/** Finds a font that a style sheet names by its file name. */
const fonts = {
  name: "fonts",
  setup(builder) {
    builder.onResolve({ filter: /\.woff2$/ }, ({ path }) => {
      const found = [CUT_FONTS, ...WHOLE_FONTS].map((folder) => resolve(folder, basename(path))).find(existsSync);
      return found ? { path: found } : { errors: [{ text: `No package has the font ${basename(path)}` }] };
    });
  },
};

/** The drawing inside each icon that static/icons.txt names. */
async function icons() {
  const lines = (await readFile("static/icons.txt", "utf8")).split("\n");
  const names = lines.filter((line) => line && !line.startsWith("#"));
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await drawing(name)])));
}

/** What stands inside the svg element of an icon. */
async function drawing(name) {
  const file = `node_modules/lucide-static/icons/${name}.svg`;
  if (!existsSync(file)) throw new Error(`static/icons.txt: lucide has no icon named ${name}`);
  const [, inside] = /<svg[^>]*>(.*)<\/svg>/s.exec(await readFile(file, "utf8"));
  return inside.trim().replace(/\s*\n\s*/g, "");
}

/** Which made file stands for which plain name. */
function manifest(outputs) {
  const wanted = outputs.filter((name) => !name.endsWith(".map")).sort();
  return Object.fromEntries(wanted.map((name) => [basename(name).replace(HASH, ""), name]));
}

/** The licence texts of the packages whose parts are in the pages. */
async function licences(metafiles) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const packages = inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  const carried = new Set([...packages, "lucide-static", ...WHOLE_FONTS.map((path) => path.split("/").slice(1, 3).join("/"))]);
  const texts = [...carried].filter(Boolean).sort().map(async (name) => {
    const files = await readdir(join("node_modules", name));
    const file = files.find((file) => /^licen[cs]e/i.test(file));
    const text = file ? await readFile(join("node_modules", name, file), "utf8") : await declared(name);
    return `${name}\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${"-".repeat(80)}\n\n`);
}

/** What a package without a licence file says in its package.json. */
async function declared(name) {
  return JSON.parse(await readFile(join("node_modules", name, "package.json"), "utf8")).license;
}

/** Lays the packed forms of a text beside it: the server packs nothing while it serves. */
async function pack(name) {
  const text = await readFile(join(DIST, name));
  await writeFile(join(DIST, `${name}.br`), await promisify(brotliCompress)(text));
  await writeFile(join(DIST, `${name}.gz`), await promisify(gzip)(text, { level: 9 }));
  return [`${name}.br`, `${name}.gz`];
}

/** Puts a file in place at once, so that a running server never reads half of it. */
async function put(name, text) {
  await writeFile(join(DIST, `${name}.new`), text);
  await rename(join(DIST, `${name}.new`), join(DIST, name));
}

/** Drops what earlier builds made and this one did not. */
async function sweep(kept) {
  const files = await readdir(DIST, { recursive: true, withFileTypes: true });
  const made = files.filter((file) => file.isFile()).map((file) => relative(DIST, join(file.parentPath, file.name)));
  await Promise.all(made.filter((name) => !kept.has(name)).map((name) => rm(join(DIST, name))));
}

await mkdir(DIST, { recursive: true });
const results = await Promise.all([
  // What both need is in a chunk of its own, so that the page has one line, and one register of rooms.
  build({ ...common, entryPoints: ["static/ts/main.ts", "static/ts/editor.ts"], format: "esm", splitting: true, chunkNames: "chunk-[hash]" }),
  build({ ...common, entryPoints: ["static/ts/theme.ts"], format: "iife" }),
  build({ ...common, entryPoints: ["static/css/main.css"], loader: { ".woff2": "file" }, plugins: [fonts] }),
  build({ ...common, entryPoints: ["static/favicon.svg"], loader: { ".svg": "copy" } }),
]);
const metafiles = results.map(({ metafile }) => metafile);
const outputs = metafiles.flatMap(({ outputs }) => Object.keys(outputs)).map((path) => relative(DIST, path));
const packed = await Promise.all(outputs.filter((name) => /\.(css|js)$/.test(name)).map(pack));
await put("icons.json", JSON.stringify(await icons()));
await put("LICENSES.txt", await licences(metafiles));
await put("manifest.json", JSON.stringify(manifest(outputs), null, 1));
await sweep(new Set([...outputs, ...packed.flat(), "icons.json", "LICENSES.txt", "manifest.json"]));
