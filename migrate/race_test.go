//go:build race

package migrate_test

// The race detector makes processes slow to start; the whole number of kills is for
// the run without it.
const defaultKills, defaultMoved = 8, 80
