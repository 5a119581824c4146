package drill

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// timeToLive is that of the names of Amazon RDS.
const timeToLive = 5 * time.Second

// names is a name server where every name has one address, which moves as that of an endpoint does. It answers
// like the resolver of a VPC, which keeps an answer until its time to live is over: the old address is given for up to
// five seconds after the move.
type names struct {
	conn net.PacketConn

	mu      sync.Mutex
	address netip.Addr
	kept    netip.Addr
	keptFor time.Time
	movedAt time.Time
}

func serveNames(t *testing.T, address string) *names {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() }) //nolint:errcheck // nobody asks any more
	n := &names{conn: conn, address: netip.MustParseAddr(address)}
	go func() {
		packet := make([]byte, 1500)
		for {
			length, from, err := conn.ReadFrom(packet)
			if err != nil {
				return
			}
			if answer, err := n.answer(packet[:length]); err == nil {
				conn.WriteTo(answer, from) //nolint:errcheck // the client asks again
			}
		}
	}()
	return n
}

// move gives the name another address.
func (n *names) move(address string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.address, n.movedAt = netip.MustParseAddr(address), time.Now()
}

// moved is when the name got its address.
func (n *names) moved() time.Time {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.movedAt
}

// current is the address in the cache, and for how long it is kept there.
func (n *names) current() (netip.Addr, time.Duration) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if now := time.Now(); now.After(n.keptFor) {
		n.kept, n.keptFor = n.address, now.Add(timeToLive)
	}
	return n.kept, time.Until(n.keptFor)
}

func (n *names) answer(query []byte) ([]byte, error) {
	var message dnsmessage.Message
	if err := message.Unpack(query); err != nil {
		return nil, err
	}
	message.Response, message.Authoritative, message.Additionals = true, true, nil
	for _, asked := range message.Questions {
		if asked.Type != dnsmessage.TypeA {
			continue // there is no other, and that is no error
		}
		address, kept := n.current()
		message.Answers = append(message.Answers, dnsmessage.Resource{
			Header: dnsmessage.ResourceHeader{Name: asked.Name, Class: dnsmessage.ClassINET, TTL: uint32(kept / time.Second)},
			Body:   &dnsmessage.AResource{A: address.As4()},
		})
	}
	return message.Pack()
}

// resolver asks this server and no other.
func (n *names) resolver() *net.Resolver {
	return &net.Resolver{
		PreferGo: true,
		Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			var dialer net.Dialer
			return dialer.DialContext(ctx, "udp", n.conn.LocalAddr().String())
		},
	}
}
