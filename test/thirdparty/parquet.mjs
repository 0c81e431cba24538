// Compare every Parquet file with the CSV beside it, line by line.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'

const quote = (s) => (/[",\n]/.test(s) ? '"' + s.replaceAll('"', '""') + '"' : s)
const decimals = ['modelled', 'estimate', 'standard_error'] // two of them, in the CSV
const text = ([name, v]) => (v === null || v === undefined ? '' : decimals.includes(name) ? v.toFixed(2) : quote(String(v)))

let files = 0
let rows = 0
const data = join(process.argv[2], 'data')
for (const name of readdirSync(data, { recursive: true }).filter((n) => n.endsWith('.parquet')).sort()) {
  const records = await parquetReadObjects({ file: await asyncBufferFromFile(join(data, name)) })
  const want = readFileSync(join(data, name.replace(/parquet$/, 'csv')), 'utf8').trimEnd().split('\n').slice(1)
  const got = records.map((r) => Object.entries(r).map(text).join(','))
  const at = want.findIndex((line, i) => line !== got[i])
  if (at >= 0 || got.length !== want.length) {
    console.error(`${name}: differs from its CSV at line ${at + 2}`)
    process.exit(1)
  }
  files++
  rows += got.length
}
if (files === 0) {
  console.error('no Parquet file found')
  process.exit(1)
}
console.log(`${files} files equal their CSV, ${rows} rows`)
