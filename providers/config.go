package providers

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"

	"github.com/libmeet/meeting"
)

// Config is a config file that was read: syntax, keys, kinds, words and
// references are right, and nothing was opened yet.
type Config struct {
	Default   string         // name of the provider to use when none is named, "" for none
	Store     meeting.Secret // where state is kept, as written; a URL can hold a password
	StoreKey  meeting.Secret // encrypts tokens and answers to creates in the store; zero: they stand there in clear
	Providers []Settings     // in file order
	Warnings  []string       // for people; each names file, line and key

	place place    // of the key default:
	clear []string // places of secrets that stand in the file itself
}

// Environment resolves references in a config file. The zero Environment
// resolves none.
type Environment struct {
	Lookup   func(name string) (value string, ok bool) // of env:NAME, as os.LookupEnv
	ReadFile func(path string) ([]byte, error)         // of file:PATH, as os.ReadFile
}

const (
	maxConfig    = 1 << 20  // of a config file
	maxReference = 64 << 10 // of a value that stands elsewhere
)

// Parse reads the config file with the given name and content; kinds are those
// that it may use, nil for [Kinds].
//
// Any scalar may be env:NAME or file:PATH, a path relative to the folder of the
// config file; one newline at the end of a file's content is cut off. Errors are
// [meeting.ErrInvalid], name file, line and key, and quote a reference, never
// what it stands for:
//
//	meetctl.yaml:7: providers.work.auth.client_secret: environment variable ZOOM_CLIENT_SECRET is not set
func Parse(name string, data []byte, kinds []Kind, env Environment) (*Config, error) {
	if kinds == nil {
		kinds = Kinds()
	}
	r := &reader{file: meeting.OneLine(name), path: name, kinds: kinds, env: env}
	root, err := r.parseYAML(data)
	if err != nil {
		return nil, err
	}
	return r.config(root)
}

// Load is [Parse] of a file. It warns, in [Config.Warnings], when the file holds a
// secret and somebody else than its owner can read it.
func Load(path string, kinds []Kind, env Environment) (*Config, error) {
	data, mode, err := readConfig(path)
	if err != nil {
		return nil, meeting.Invalidf("", "%s: the config file can't be read: %s", meeting.OneLine(path), cause(err))
	}
	cfg, err := Parse(path, data, kinds, env)
	if err != nil {
		return nil, err
	}
	if len(cfg.clear) > 0 && mode.Perm()&0o077 != 0 && runtime.GOOS != "windows" {
		cfg.Warnings = append(cfg.Warnings, clearWarning(cfg.clear, mode.Perm()))
	}
	return cfg, nil
}

// clearWarning names the first secret and counts the others.
func clearWarning(places []string, mode fs.FileMode) string {
	more := ""
	if n := len(places) - 1; n > 0 {
		more = fmt.Sprintf(" (and %d more)", n)
	}
	return fmt.Sprintf("%s: a secret%s stands in clear in a file that others can read (mode %04o); make it 0600, or write env:NAME or file:PATH",
		places[0], more, mode)
}

func readConfig(path string) ([]byte, fs.FileMode, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxConfig+1))
	return data, info.Mode(), err
}

// cause strips what the text around it says already.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// Names returns the names under providers: in a config file, as far as it can be
// read; nothing else is checked and no reference looked up. It is for shells that
// complete a name.
func Names(data []byte) []string {
	r := &reader{}
	root, err := r.parseYAML(data)
	if err != nil {
		return nil
	}
	entries, err := r.entries(place{}, root, nil)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if e.name != "providers" {
			continue
		}
		list, _ := r.entries(e.place, e.value, nil) // what can't be read has no names
		for _, p := range list {
			names = append(names, p.name)
		}
	}
	return names
}
