package whereby

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

const (
	recordingLink  = "/v1/recordings/{recordingId}/access-link"
	transcriptLink = "/v1/transcriptions/{transcriptionId}/access-link"
)

// linkLife is how long a link is asked to work: Whereby's own choice, of up to twelve
// hours (contracts/whereby-cliq.md 1B, Other resources).
const linkLife = time.Hour

// DownloadRecording streams the file into w, from where a link leads that Whereby
// gives for it. A recording in a bucket of the customer's own has none:
// [meeting.ErrPermission].
func (p *Provider) DownloadRecording(ctx context.Context, id string, w io.Writer) (int64, error) {
	return p.download(ctx, provider.OpDownloadRecording, recordingLink, id, w)
}

// link asks for a link to a file that Whereby hosts.
func (p *Provider) link(ctx context.Context, op provider.Op, path, id string) (normalize.WherebyLink, error) {
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(op), ID: id, Method: http.MethodGet, Path: path, Args: []string{id}, Cost: costRead,
		Query: map[string]string{"validForSeconds": strconv.Itoa(int(linkLife / time.Second))},
	})
	if err != nil {
		return normalize.WherebyLink{}, hosted(err)
	}
	return normalize.WherebyAccessLink(res.Body)
}

// download fetches a file. The link is on a host of Whereby's storage and carries its
// own credential: the key stays here.
func (p *Provider) download(ctx context.Context, op provider.Op, path, id string, w io.Writer) (int64, error) {
	link, err := p.link(ctx, op, path, id)
	if err != nil {
		return 0, err
	}
	storage, err := p.storage(link.URL)
	if err != nil {
		return 0, err
	}
	res, err := storage.Do(ctx, transport.Request{
		Op: string(op), ID: id, Method: http.MethodGet, Path: "/{file}", URL: link.URL.Reveal(), Cost: 0, // the storage is not Whereby's API
		Header: map[string]string{"Accept": "*/*"}, Sink: w,
	})
	return res.Sunk, err
}

// storage is a client, without a credential, of the host that a link is on.
func (p *Provider) storage(link meeting.Secret) (*transport.Client, error) {
	u, err := url.Parse(link.Reveal())
	if err != nil {
		return nil, &meeting.Error{Kind: meeting.ErrProtocol, Message: "the access link is no URL"}
	}
	host := (&url.URL{Scheme: u.Scheme, Host: u.Host}).String()
	if err := transport.CheckURL("access_link", host, false); err != nil {
		return nil, &meeting.Error{Kind: meeting.ErrProtocol, Message: "the access link leads to no https host"}
	}
	return transport.New(transport.Config{
		Provider: p.cfg.Name, BaseURL: host, Transport: p.cfg.Transport, Logger: p.cfg.Logger, Observer: p.cfg.Observer, Now: p.cfg.Now,
	}), nil
}

// hosted says what a refusal means.
func hosted(err error) error {
	var e *meeting.Error
	if !errors.As(err, &e) || e.Kind != meeting.ErrPermission {
		return err
	}
	told := *e
	told.Message += "; Whereby gives links to files that it hosts, not to those in a bucket of your own"
	return &told
}
