//go:build !race

package post_test

const usualSeeds = 2000
