// Validate datapackage.json against the v1 profile and read all its resources.
const { Package } = require('datapackage')

async function main(folder) {
  const pkg = await Package.load(folder + '/datapackage.json', { basePath: folder, strict: true })
  let rows = 0
  for (const resource of pkg.resources) {
    const records = await resource.read({ keyed: true })
    rows += records.length
    for (const r of records) {
      if (r.obs_status === 'Q' && r.value !== null) throw new Error(resource.name + ': a value beside status Q')
      if (r.obs_status === 'A' && typeof r.value !== 'number') throw new Error(resource.name + ': no number beside status A')
    }
  }
  console.log(`${pkg.resources.length} resources, ${rows} rows`)
}

main(process.argv[2]).catch((err) => {
  console.error(String(err), (err.errors || []).map(String).join('\n'))
  process.exit(1)
})
