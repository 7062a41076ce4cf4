package summarize

import (
	"counterpoint/internal/claims"
	"counterpoint/internal/news"
)

// Draft is a story as the engine tells it, with what it was made from, for a
// writer that words it anew.
type Draft struct {
	Story   news.Story
	Reading claims.Reading
	Brief   news.Brief
}
