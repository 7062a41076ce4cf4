//go:build !race

package post_test

const usualSeeds = 2000

// garbage is how much may gather, in percent.
const garbage = 1600
