package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/spf13/cobra"
)

func (a *app) recordingsDownloadCommand() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "download RECORDING -o FILE",
		Short: "Download a recording",
		Long: `Writes a recording to a file that only its owner can read (mode 0600), or to
stdout with -o -. The file appears under its name when it is complete; one that is
there is replaced. There is no time limit unless --timeout is given.`,
		Example: `  meetctl recordings download rec-1 -o review.mp4
  meetctl recordings download rec-1 -o - | ffprobe -`,
		Args: takes("RECORDING"),
	}
	cmd.RunE = a.doUnlimited(func(ctx context.Context, args []string) error {
		return a.download(ctx, args[0], file, (*provider.Client).DownloadRecording)
	})
	addOutput(cmd, &file)
	return cmd
}

func addOutput(cmd *cobra.Command, file *string) {
	cmd.Flags().StringVarP(file, "output", "o", "", "`FILE` to write, - for stdout")
	_ = cmd.MarkFlagFilename("output") // the flag exists
}

// download writes what fetch streams.
func (a *app) download(ctx context.Context, id, file string, fetch func(*provider.Client, context.Context, string, io.Writer) (int64, error)) error {
	if file == "" {
		return meeting.Invalidf("output", "-o FILE is missing; -o - is stdout")
	}
	client, err := a.client()
	if err != nil {
		return err
	}
	if file == "-" {
		_, err := fetch(client, ctx, id, a.out)
		return err
	}
	var n int64
	err = replaceFile(file, func(w io.Writer) (err error) {
		n, err = fetch(client, ctx, id, w)
		return err
	})
	if err != nil {
		return err
	}
	result := struct {
		Downloaded string `json:"downloaded"`
		File       string `json:"file"`
		Size       int64  `json:"size_bytes"`
	}{id, file, n}
	return a.printObject(result, func(s *sheet) { s.line("wrote " + strconv.FormatInt(n, 10) + " bytes to " + file) })
}

// replaceFile writes a new file beside path and gives it that name when it is
// complete. What is no regular file, such as /dev/null, is written to as it is.
func replaceFile(path string, fill func(io.Writer) error) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	switch info, err := os.Stat(path); {
	case err != nil: // a new file
	case info.IsDir():
		return meeting.Invalidf("output", "%s is a folder", path)
	case !info.Mode().IsRegular():
		return writeDevice(path, fill)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.part")
	if err != nil {
		return meeting.Invalidf("output", "%s", err)
	}
	if err := finish(f, fill); err != nil {
		_ = os.Remove(f.Name()) // the first error counts
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		_ = os.Remove(f.Name())
		return localError("naming the file", err)
	}
	return nil
}

func finish(f *os.File, fill func(io.Writer) error) error {
	if err := fill(f); err != nil {
		_ = f.Close() // the first error counts
		return err
	}
	if err := f.Close(); err != nil {
		return localError("writing the file", err)
	}
	return nil
}

func writeDevice(path string, fill func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return meeting.Invalidf("output", "%s", err)
	}
	return finish(f, fill)
}
