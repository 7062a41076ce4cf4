//go:build race

package post_test

// The race detector slows a schedule down tenfold, and the schedules differ in
// their order alone.
const usualSeeds = 40

// garbage is how much may gather, in percent.
const garbage = 100
