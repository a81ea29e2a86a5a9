// The suite measures clients beside a floor, in pairs: in every round each
// candidate does the same work, in rotated order, and what counts is its ratio to
// the floor of that round. The vendor is another process.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"text/tabwriter"
)

// section is one table.
type section struct {
	name string
	run  func(ctx context.Context, s *suite) error
}

// suite is what the sections share.
type suite struct {
	out    io.Writer
	vendor *vendorProcess
	rounds int // as a share of each section's own figure, in per cent
}

func sections() []section {
	return []section{
		{"create", createTable}, {"decode", decodeTable}, {"list", listTable}, {"participants", participantsTable},
		{"connections", connectionsTable}, {"hot", hotTable}, {"keyed", keyedTable}, {"cli", cliTable},
	}
}

func main() {
	serve := flag.Bool("vendor", false, "be the vendor: serve on loopback until stdin closes")
	only := flag.String("only", "", "run these tables only, by name, comma separated: "+names())
	rounds := flag.Int("rounds", 100, "how many rounds, in per cent of the usual")
	work := flag.String("profile", "", "profile the library instead: create, list or participants")
	dir := flag.String("profile-dir", os.TempDir(), "where to write profiles")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	if *serve {
		err = serveVendor(os.Stdin, os.Stdout)
	} else {
		err = run(ctx, *only, *rounds, *work, *dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func names() string {
	var all []string
	for _, s := range sections() {
		all = append(all, s.name)
	}
	return strings.Join(all, ", ")
}

func run(ctx context.Context, only string, rounds int, work, dir string) error {
	vendor, err := startVendor(ctx)
	if err != nil {
		return err
	}
	defer vendor.stop()
	s := &suite{out: os.Stdout, vendor: vendor, rounds: rounds}
	if work != "" {
		return profile(ctx, s, work, dir)
	}
	wanted := strings.FieldsFunc(only, func(r rune) bool { return r == ',' || r == ' ' })
	for _, section := range sections() {
		if len(wanted) > 0 && !contains(wanted, section.name) {
			continue
		}
		if err := section.run(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", section.name, err)
		}
	}
	return nil
}

func contains(list []string, name string) bool {
	for _, each := range list {
		if each == name {
			return true
		}
	}
	return false
}

// scaled returns the section's number of rounds.
func (s *suite) scaled(rounds int) int { return max(rounds*s.rounds/100, 3) }

// print writes rows as a table that reads the same in a terminal and in Markdown.
func (s *suite) print(title string, rows [][]string) {
	fmt.Fprintf(s.out, "\n%s\n\n", title)
	w := tabwriter.NewWriter(s.out, 0, 0, 1, ' ', tabwriter.Debug)
	for i, row := range rows {
		fmt.Fprintln(w, "| "+strings.Join(row, "\t ")+"\t")
		if i == 0 {
			line := make([]string, len(row))
			for j := range line {
				line[j] = "---"
			}
			fmt.Fprintln(w, "| "+strings.Join(line, "\t ")+"\t")
		}
	}
	_ = w.Flush()
}
