package edition

import (
	"context"

	"counterpoint/internal/news"
	"counterpoint/internal/summarize"
)

// Writer words a digest's stories anew: given in the digest's order, the most
// important first, returned in the same. The engine is what a reader is told
// of who wrote.
type Writer interface {
	Write(ctx context.Context, drafts []summarize.Draft) ([]news.Brief, news.Engine)
}

// BuildWith is Build with its stories worded by w, which may have effects;
// without w it is Build.
func BuildWith(ctx context.Context, articles []news.Article, leftOut []news.LeftOut, opts Options, w Writer) news.Digest {
	opts.keep = w != nil
	d, tellings := build(articles, leftOut, opts)
	if w == nil || len(d.Stories) == 0 {
		return d
	}
	drafts := make([]summarize.Draft, len(tellings))
	for i, t := range tellings {
		drafts[i] = *t.draft
		drafts[i].Brief = t.brief
	}
	briefs, engine := w.Write(ctx, drafts)
	for i, b := range briefs {
		if b.Since != nil {
			b = again(b, tellings[i].told)
		}
		d.Stories[i] = b
	}
	d.Engine = engine
	return d
}
