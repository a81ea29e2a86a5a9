package provider

import (
	"context"
	"io"
	"iter"

	"github.com/libmeet/meeting"
)

// Recordings lists, fetches and deletes recordings.
type Recordings interface {
	ListRecordings(ctx context.Context, q meeting.RecordingQuery) (meeting.RecordingPage, error)
	GetRecording(ctx context.Context, id string) (meeting.Recording, error)

	// DownloadRecording streams the file into w and returns the bytes written. A
	// stream that ends early is an error, with what was written in w. A recording
	// that is still being processed is [meeting.ErrNotReady].
	DownloadRecording(ctx context.Context, id string, w io.Writer) (int64, error)
	DeleteRecording(ctx context.Context, id string) error
}

// Recordings walks the recordings that fit q.
func (c *Client) Recordings(ctx context.Context, q meeting.RecordingQuery) iter.Seq2[meeting.Recording, error] {
	return pages(c, OpListRecordings, q.MeetingID, q.PageToken, func(token string) ([]meeting.Recording, string, error) {
		p, err := ability[Recordings](c, OpListRecordings)
		if err != nil {
			return nil, "", err
		}
		if q.MeetingID != "" {
			if err := c.validSitting("id", q.MeetingID); err != nil {
				return nil, "", err
			}
		}
		if err := q.Validate(); err != nil {
			return nil, "", err
		}
		query := q // one walk must not see another's token
		query.PageToken = token
		page, err := p.ListRecordings(ctx, query)
		return page.Recordings, page.NextPage, err
	})
}

// GetRecording returns one recording.
func (c *Client) GetRecording(ctx context.Context, id string) (meeting.Recording, error) {
	return invoke(c, OpGetRecording, id, func() (meeting.Recording, error) {
		p, err := recordings(c, OpGetRecording, id)
		if err != nil {
			return meeting.Recording{}, err
		}
		return p.GetRecording(ctx, id)
	})
}

// DownloadRecording streams a recording into w and returns the bytes written,
// also when it fails part of the way.
func (c *Client) DownloadRecording(ctx context.Context, id string, w io.Writer) (n int64, err error) {
	err = run(c, OpDownloadRecording, id, func() error {
		p, err := recordings(c, OpDownloadRecording, id)
		if err != nil {
			return err
		}
		n, err = p.DownloadRecording(ctx, id, w)
		return err
	})
	return n, err
}

// DeleteRecording deletes a recording for good.
func (c *Client) DeleteRecording(ctx context.Context, id string) error {
	return run(c, OpDeleteRecording, id, func() error {
		p, err := recordings(c, OpDeleteRecording, id)
		if err != nil {
			return err
		}
		return p.DeleteRecording(ctx, id)
	})
}

func recordings(c *Client, op Op, id string) (Recordings, error) {
	p, err := ability[Recordings](c, op)
	if err != nil {
		return nil, err
	}
	return p, validID(id)
}
