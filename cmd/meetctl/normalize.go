package main

import (
	"context"
	"slices"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/providers"
	"github.com/spf13/cobra"
)

// maxPayload bounds what normalize reads.
const maxPayload = 64 << 20

func (a *app) normalizeCommand() *cobra.Command {
	var vendor, as string
	cmd := &cobra.Command{
		Use:   "normalize",
		Short: "Turn a vendor's JSON on stdin into normalised JSON",
		Long: `Reads one payload of a vendor from stdin and prints it as normalised JSON, offline
and without a config file. What the payload is (a meeting, a page of a list, a list of
participants) is told by its envelope; --as says it.`,
		Example: `  meetctl normalize --vendor zoom < payload.json
  meetctl normalize --vendor zoho-cliq --as participants < payload.json`,
		Args: takes(),
	}
	cmd.RunE = a.do(func(ctx context.Context, _ []string) error { return a.normalize(ctx, vendor, as) })
	addChoice(cmd, &vendor, "vendor", "kind of the vendor", a.kindNames()...)
	addChoice(cmd, &as, "as", "what the payload is (default: as its envelope says)", "meeting", "page", "participants")
	return cmd
}

func (a *app) normalize(ctx context.Context, vendor, as string) error {
	i := slices.IndexFunc(a.env.kinds, func(k providers.Kind) bool { return k.Name == vendor })
	if i < 0 {
		return meeting.Invalidf("vendor", "--vendor is missing; it is one of %s", strings.Join(a.kindNames(), ", "))
	}
	payload, err := a.readStdin(ctx, "stdin", maxPayload)
	if err != nil {
		return err
	}
	readers := a.env.kinds[i].Read
	if as == "" && readers.Detect != nil {
		as = readers.Detect(payload)
	}
	switch {
	case as == "meeting" && readers.Meeting != nil:
		return printRead(a, payload, readers.Meeting, func(m *meeting.Meeting) { m.Vendor = vendor })
	case as == "page" && readers.Page != nil:
		return printRead(a, payload, readers.Page, func(p *meeting.Page) {
			for i := range p.Meetings {
				p.Meetings[i].Vendor = vendor
			}
		})
	case as == "participants" && readers.Participants != nil:
		return printRead(a, payload, readers.Participants, nil)
	case as == "":
		return meeting.Invalidf("as", "what the payload is can't be told from it; say it with --as")
	}
	return &meeting.Error{Op: "normalize", Kind: meeting.ErrUnsupported, Message: vendor + " has no payload of the kind " + as}
}

func printRead[T any](a *app, payload []byte, read func([]byte) (T, error), finish func(*T)) error {
	v, err := read(payload)
	if err != nil {
		return err
	}
	if finish != nil {
		finish(&v)
	}
	return a.printModelJSON(v)
}
