package workbench

// Reference is rows of an earlier simulation by others with this generator: one
// data seed, one noise seed. Ours is rebuilt from a description, so that
// figures agree in size and not in digits.
var Reference = []struct {
	Scenario, Metric string
	Theirs           float64
	Slack            float64 // within which a fifth of the country has to agree
}{
	{"threshold-5", "U2.main.5", 88.8, 5}, {"threshold-5", "U2.main.5.n25", 100, 0.001}, {"threshold-5", "U2.first.5", 62.0, 5}, {"threshold-5", "U2.second.5", 53.5, 5},
	{"threshold-5", "U2.main.5.floor", 44.3, 5}, {"threshold-5", "U2.first.5.floor", 58.8, 5},
	{"round-5", "U2.main.5", 56.5, 5}, {"round-5", "U2.main.5.n25", 76.8, 5}, {"round-5", "U6.spearman", 67.4, 5}, {"round-5", "U4.first.mae", 5.37, 0.6},
	{"coarsen-5", "U2.main.5", 53.3, 5}, {"coarsen-5", "U2.main.5.n25", 76.8, 5},
	{"cell-key", "U2.main.5.n25", 79.8, 5}, {"cell-key", "U2.first.5", 72.3, 5},
	{"core", "U2.main.5", 65.4, 5}, {"core", "U2.main.5.n25", 88.2, 5}, {"core", "U2.first.5", 73.3, 5}, {"core", "U2.second.5", 74.3, 5},
	{"core", "U6.spearman", 76.9, 5}, {"core", "U7.n10.false", 6.2, 3}, {"core", "U7.n10.missed", 17.9, 6},
}
