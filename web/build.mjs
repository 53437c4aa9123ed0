// Builds the page assets: one style sheet, one script, the fonts, and a sprite of the icons that are used.
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const front = join(here, "..", "src", "clew", "front");
const dist = join(front, "static", "dist");
const modules = join(here, "node_modules");
const fonts = [
  "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
  "@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2",
  "@fontsource/source-serif-4/files/source-serif-4-latin-ext-400-normal.woff2",
];

async function bundle() {
  await build({
    entryPoints: { app: join(here, "src", "app.ts"), reader: join(here, "src", "reader.ts"), conduct: join(here, "src", "conduct.ts"), guide: join(here, "src", "guide.ts"), order: join(here, "src", "order.ts"), weigh: join(here, "src", "weigh.ts"), zone: join(here, "src", "zone.ts"), passkey: join(here, "src", "passkey.ts"), alike: join(here, "src", "alike.ts"), points: join(here, "src", "points.ts") },
    outdir: dist,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022"],
    legalComments: "none",
  });
  await build({
    entryPoints: { early: join(here, "src", "early.ts"), widget: join(here, "src", "widget.ts") },
    outdir: dist,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2022"],
  });
  await build({
    entryPoints: { app: join(here, "src", "styles", "app.css") },
    outdir: dist,
    bundle: true,
    minify: true,
    external: ["*.woff2"],
    target: ["chrome120", "firefox120", "safari17"],
  });
}

async function sprite() {
  const names = (await readFile(join(here, "icons.txt"), "utf8")).split(/\s+/).filter(Boolean);
  const symbols = await Promise.all(names.map(symbol));
  await writeFile(join(dist, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

async function symbol(name) {
  const svg = await readFile(join(modules, "lucide-static", "icons", `${name}.svg`), "utf8");
  const inner = svg.replace(/<!--.*?-->/gs, "").replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>[\s\S]*$/, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s+/g, " ").trim()}</symbol>`;
}

// Compressed copies lie beside the files, so that the server never compresses while somebody waits.
async function compress() {
  for (const name of await readdir(dist)) {
    if (!/\.(css|js|svg)$/.test(name)) continue;
    const body = await readFile(join(dist, name));
    await writeFile(join(dist, `${name}.gz`), gzipSync(body, { level: 9 }));
    await writeFile(join(dist, `${name}.br`), brotliCompressSync(body));
  }
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await bundle();
await sprite();
for (const font of fonts) await cp(join(modules, font), join(dist, font.split("/").at(-1)));
await compress();
