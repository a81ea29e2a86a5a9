package provider

import (
	"errors"
	"slices"
	"strings"

	"github.com/libmeet/meeting"
)

// Set holds the clients of an application by their configured names.
type Set struct {
	clients []*Client
	first   string
}

// NewSet returns a set of clients with different names; Client("") returns the one
// named first, or the only one.
func NewSet(first string, clients ...*Client) (*Set, error) {
	s := &Set{first: first}
	for _, c := range clients {
		if slices.ContainsFunc(s.clients, func(other *Client) bool { return other.info.Name == c.info.Name }) {
			return nil, meeting.Invalidf("provider", "two providers are called %q", c.info.Name)
		}
		s.clients = append(s.clients, c)
	}
	if first == "" && len(clients) == 1 {
		s.first = clients[0].info.Name
	}
	if s.first != "" {
		if _, err := s.Client(s.first); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Client returns the client with the given name, or the default one for "".
func (s *Set) Client(name string) (*Client, error) {
	if name == "" {
		name = s.first
	}
	if name == "" {
		return nil, meeting.Invalidf("provider", "none is named and there is no default; configured are %s", strings.Join(s.Names(), ", "))
	}
	for _, c := range s.clients {
		if c.info.Name == name {
			return c, nil
		}
	}
	return nil, meeting.Invalidf("provider", "%q is not configured; configured are %s", name, strings.Join(s.Names(), ", "))
}

// Clients returns all clients in the order of the configuration.
func (s *Set) Clients() []*Client { return slices.Clone(s.clients) }

// Names returns all names in the order of the configuration.
func (s *Set) Names() []string {
	names := make([]string, len(s.clients))
	for i, c := range s.clients {
		names[i] = c.info.Name
	}
	return names
}

// Close closes all clients: see [Client.Close].
func (s *Set) Close() error {
	var all []error
	for _, c := range s.clients {
		all = append(all, c.Close())
	}
	return errors.Join(all...)
}
