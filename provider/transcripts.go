package provider

import (
	"context"
	"io"
	"iter"

	"github.com/libmeet/meeting"
)

// Transcripts lists, fetches and deletes what was written down of meetings.
type Transcripts interface {
	ListTranscripts(ctx context.Context, q meeting.TranscriptQuery) (meeting.TranscriptPage, error)
	GetTranscript(ctx context.Context, id string) (meeting.Transcript, error)

	// DownloadTranscript streams the text into w and returns the bytes written. A
	// stream that ends early is an error, with what was written in w. A transcript
	// that is still being made is [meeting.ErrNotReady].
	DownloadTranscript(ctx context.Context, id string, w io.Writer) (int64, error)
	DeleteTranscript(ctx context.Context, id string) error
}

// Transcripts walks the transcripts that fit q.
func (c *Client) Transcripts(ctx context.Context, q meeting.TranscriptQuery) iter.Seq2[meeting.Transcript, error] {
	return pages(c, OpListTranscripts, q.MeetingID, q.PageToken, func(token string) ([]meeting.Transcript, string, error) {
		p, err := ability[Transcripts](c, OpListTranscripts)
		if err != nil {
			return nil, "", err
		}
		if q.MeetingID != "" {
			if err := validID(q.MeetingID); err != nil {
				return nil, "", err
			}
		}
		if err := q.Validate(); err != nil {
			return nil, "", err
		}
		query := q // one walk must not see another's token
		query.PageToken = token
		page, err := p.ListTranscripts(ctx, query)
		return page.Transcripts, page.NextPage, err
	})
}

// GetTranscript returns one transcript, without its text.
func (c *Client) GetTranscript(ctx context.Context, id string) (meeting.Transcript, error) {
	return invoke(c, OpGetTranscript, id, func() (meeting.Transcript, error) {
		p, err := transcripts(c, OpGetTranscript, id)
		if err != nil {
			return meeting.Transcript{}, err
		}
		return p.GetTranscript(ctx, id)
	})
}

// DownloadTranscript streams a transcript's text into w and returns the bytes
// written, also when it fails part of the way.
func (c *Client) DownloadTranscript(ctx context.Context, id string, w io.Writer) (n int64, err error) {
	err = run(c, OpDownloadTranscript, id, func() error {
		p, err := transcripts(c, OpDownloadTranscript, id)
		if err != nil {
			return err
		}
		n, err = p.DownloadTranscript(ctx, id, w)
		return err
	})
	return n, err
}

// DeleteTranscript deletes a transcript for good.
func (c *Client) DeleteTranscript(ctx context.Context, id string) error {
	return run(c, OpDeleteTranscript, id, func() error {
		p, err := transcripts(c, OpDeleteTranscript, id)
		if err != nil {
			return err
		}
		return p.DeleteTranscript(ctx, id)
	})
}

func transcripts(c *Client, op Op, id string) (Transcripts, error) {
	p, err := ability[Transcripts](c, op)
	if err != nil {
		return nil, err
	}
	return p, validID(id)
}
