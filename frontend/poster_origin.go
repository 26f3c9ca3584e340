package frontend

import (
	"net/netip"
	"net/url"
	"strings"
)

// LocalOrigin tells whether an origin is reached from this machine only, or is no address
// to go to at all.
func LocalOrigin(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil {
		return true
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	address = address.Unmap()
	return err == nil && (address.IsLoopback() || address.IsUnspecified())
}
