//go:build !race

package migrate_test

const defaultKills, defaultMoved = 50, 500
