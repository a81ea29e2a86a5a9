package sqlite_test

import (
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/sqlite"
	"github.com/libmeet/meeting/store/storetest"
)

func open(t *testing.T, path string, now func() time.Time) store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), sqlite.Config{Path: path, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestConformance(t *testing.T) {
	var offset atomic.Int64
	dirs := map[*testing.T]string{}
	storetest.Run(t, storetest.Harness{
		Open: func(t *testing.T) store.Store {
			if dirs[t] == "" {
				dirs[t] = t.TempDir()
			}
			return open(t, filepath.Join(dirs[t], "state.db"), func() time.Time { return time.Unix(1_800_000_000, offset.Load()) })
		},
		Advance: func(d time.Duration) { offset.Add(int64(d)) },
	})
}

func TestFileModes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "odd name?#.db")
	s := open(t, path, nil)
	if _, err := s.Put(t.Context(), store.Record{Key: "k", Value: []byte("v")}); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v (%v)", filepath.Base(file), info.Mode(), err)
		}
	}
	if _, err := os.Stat(path); err != nil {
		t.Error("the file is not where it was asked for:", err)
	}
}

func TestUnusableFiles(t *testing.T) {
	dir := t.TempDir()
	garbage := filepath.Join(dir, "garbage.db")
	content := make([]byte, 8192)
	for i := range content {
		content[i] = byte(i * 7)
	}
	if err := os.WriteFile(garbage, content, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"garbage": garbage, "no folder": filepath.Join(dir, "none", "x.db"), "a folder": dir} {
		if _, err := sqlite.Open(t.Context(), sqlite.Config{Path: path}); meeting.KindOf(err) != meeting.ErrUnavailable {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if after, err := os.ReadFile(garbage); err != nil || string(after) != string(content) {
		t.Error("a file that is no database was changed", err)
	}
}
