package job

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"hailong/survey"
)

// post is a mail server that keeps what it is handed.
type post struct {
	listener net.Listener
	config   *tls.Config
	starttls bool
	refuse   string // what it answers to RCPT instead of taking it
	dumb     bool   // it says nothing at all

	mu         sync.Mutex
	letters    []string
	recipients []string
	secured    []bool
	auth       string
}

// open starts the server; over says whether it speaks TLS from the first byte on.
func (p *post) open(t *testing.T, over bool) (address string, roots *x509.CertPool) {
	t.Helper()
	p.config, roots = selfSigned(t)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.listener = listener
	var wait sync.WaitGroup
	wait.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			stop := context.AfterFunc(t.Context(), func() { _ = conn.Close() })
			wait.Go(func() {
				defer stop()
				defer conn.Close()
				if over {
					p.talk(tls.Server(conn, p.config), true)
					return
				}
				p.talk(conn, false)
			})
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		wait.Wait()
	})
	return listener.Addr().String(), roots
}

func selfSigned(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(1), IsCA: true, BasicConstraintsValid: true, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, roots
}

// talk is one conversation.
func (p *post) talk(conn net.Conn, secure bool) {
	if p.dumb {
		_, _ = io.Copy(io.Discard, conn)
		return
	}
	in := bufio.NewReader(conn)
	say := func(text string) { _, _ = fmt.Fprint(conn, text+"\r\n") }
	say("220 post")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		verb, rest, _ := strings.Cut(line, " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			say("250-post")
			if p.starttls && !secure {
				say("250-STARTTLS")
			}
			say("250-AUTH PLAIN")
			say("250 8BITMIME")
		case "STARTTLS":
			say("220 go on")
			over := tls.Server(conn, p.config)
			conn, in, secure = over, bufio.NewReader(over), true
		case "AUTH":
			p.note(func() { p.auth = strings.TrimPrefix(rest, "PLAIN ") })
			say("235 welcome")
		case "RCPT":
			if p.refuse != "" {
				say(p.refuse)
				continue
			}
			p.note(func() { p.recipients = append(p.recipients, rest) })
			say("250 ok")
		case "DATA":
			say("354 go on")
			letter := readLetter(in)
			p.note(func() { p.letters, p.secured = append(p.letters, letter), append(p.secured, secure) })
			say("250 taken")
		case "QUIT":
			return // without a goodbye: the message is taken all the same
		default:
			say("250 ok")
		}
	}
}

func readLetter(in *bufio.Reader) string {
	var b strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil || line == ".\r\n" {
			return b.String()
		}
		b.WriteString(strings.TrimPrefix(line, "."))
	}
}

func (p *post) note(what func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	what()
}

var postDay = time.Date(2026, 3, 4, 9, 30, 0, 0, time.FixedZone("ICT", 7*3600))

func mailerOf(t *testing.T, address string, roots *x509.CertPool) *Mailer {
	t.Helper()
	m, err := NewMailer(address, "Hài lòng <hailong@example.vn>", func() time.Time { return postDay }, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	m.roots = roots
	return m
}

var invitation = Message{
	To: "an.nguyen@example.vn", Subject: "Mời đăng nhập hệ thống khảo sát sự hài lòng của người dân tỉnh Khánh Hòa",
	Text: "Kính gửi Bà An,\n\n.\nMở liên kết sau:\nhttps://hailong.example.vn/x?y=z\n",
}

func TestAMailComesOutAsItWentIn(t *testing.T) {
	p := post{starttls: true}
	address, roots := p.open(t, false)
	if err := mailerOf(t, "smtp://"+address, roots).Send(t.Context(), invitation); err != nil {
		t.Fatal(err)
	}
	letter, err := mail.ReadMessage(strings.NewReader(p.letters[0]))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(quotedprintable.NewReader(letter.Body))
	if got := strings.ReplaceAll(string(text), "\r\n", "\n"); err != nil || strings.TrimSpace(got) != strings.TrimSpace(invitation.Text) {
		t.Errorf("text %q, %v", got, err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(letter.Header.Get("Subject"))
	if err != nil || subject != invitation.Subject {
		t.Errorf("subject %q, %v", subject, err)
	}
	if from, err := letter.Header.AddressList("From"); err != nil || from[0].Name != "Hài lòng" || from[0].Address != "hailong@example.vn" {
		t.Errorf("from %v, %v", from, err)
	}
	if date, err := letter.Header.Date(); err != nil || !date.Equal(postDay) {
		t.Errorf("date %v, %v", date, err)
	}
	if id := letter.Header.Get("Message-ID"); !strings.HasSuffix(id, "@example.vn>") || len(id) != len("<@example.vn>")+32 {
		t.Errorf("id %q", id)
	}
	if media := letter.Header.Get("Content-Type"); media != "text/plain; charset=UTF-8" {
		t.Error(media)
	}
	if !p.secured[0] {
		t.Error("STARTTLS was offered and not taken")
	}
	if len(p.recipients) != 1 || !strings.HasPrefix(p.recipients[0], "TO:<an.nguyen@example.vn>") {
		t.Error(p.recipients)
	}
}

func TestTLSAndAUserAreUsedAsAsked(t *testing.T) {
	over := post{}
	address, roots := over.open(t, true)
	if err := mailerOf(t, "smtps://hailong:rat-mat@"+address, roots).Send(t.Context(), invitation); err != nil {
		t.Fatal(err)
	}
	if said, err := base64.StdEncoding.DecodeString(over.auth); err != nil || string(said) != "\x00hailong\x00rat-mat" {
		t.Errorf("%q, %v", said, err)
	}
	if len(over.secured) != 1 || !over.secured[0] {
		t.Error(over.secured)
	}
	plain := post{}
	address, _ = plain.open(t, false)
	if err := mailerOf(t, "smtp://"+address, roots).Send(t.Context(), invitation); err != nil {
		t.Error("nobody asked for TLS:", err)
	}
	for _, user := range []string{"", "hailong:rat-mat@"} { // a password is never sent in the clear
		query := "?starttls=required"
		if user != "" {
			query = ""
		}
		if err := mailerOf(t, "smtp://"+user+address+query, roots).Send(t.Context(), invitation); err == nil {
			t.Errorf("%s: sent without TLS", user)
		}
	}
	if len(plain.letters) != 1 || plain.auth != "" {
		t.Errorf("%d letters, auth %q", len(plain.letters), plain.auth)
	}
	if err := mailerOf(t, "smtps://"+over.listener.Addr().String(), nil).Send(t.Context(), invitation); err == nil {
		t.Error("an unknown certificate was believed")
	}
}

func TestNothingInAMessageBecomesAHeaderOrARecipient(t *testing.T) {
	p := post{}
	address, roots := p.open(t, false)
	m := mailerOf(t, "smtp://"+address, roots)
	for _, message := range []Message{
		{To: "an@example.vn\r\nBcc: binh@example.vn", Subject: "x"},
		{To: "an@example.vn, binh@example.vn", Subject: "x"},
		{To: "An <an@example.vn>", Subject: "x"},
		{To: "an@example.vn>\r\nRCPT TO:<binh@example.vn", Subject: "x"},
		{To: "", Subject: "x"},
		{To: "an@example.vn", Subject: "x\r\nBcc: binh@example.vn"},
		{To: "an@example.vn", Subject: "x\ny"},
	} {
		if err := m.Send(t.Context(), message); survey.KindOf(err) != survey.Invalid {
			t.Errorf("%q: %v", message, err)
		}
	}
	body := Message{To: "an@example.vn", Subject: "x", Text: "Bcc: binh@example.vn\r\n\r\n.\r\nRCPT TO:<binh@example.vn>\r\n.\r\nQUIT\r\n"}
	if err := m.Send(t.Context(), body); err != nil {
		t.Fatal(err)
	}
	if len(p.letters) != 1 || len(p.recipients) != 1 {
		t.Errorf("%d letters to %v", len(p.letters), p.recipients)
	}
	if letter, err := mail.ReadMessage(strings.NewReader(p.letters[0])); err != nil || letter.Header.Get("Bcc") != "" {
		t.Error(letter, err)
	}
}

func TestWhatFailsTellsNobodysAddress(t *testing.T) {
	refusing := post{refuse: "550 5.1.1 <an.nguyen@example.vn> hailong unknown"}
	address, roots := refusing.open(t, false)
	err := mailerOf(t, "smtp://"+address, roots).Send(t.Context(), invitation)
	if survey.KindOf(err) != survey.Unavailable || !strings.Contains(err.Error(), "550") {
		t.Errorf("%v", err)
	}
	gone := mailerOf(t, "smtps://hailong:rat-mat@127.0.0.1:1", nil).Send(t.Context(), invitation)
	for _, err := range []error{err, gone} {
		for _, secret := range []string{"an.nguyen", "rat-mat", "hailong unknown"} {
			if err == nil || strings.Contains(err.Error(), secret) {
				t.Errorf("%v tells %q", err, secret)
			}
		}
	}
}

func TestAServerThatSaysNothingHoldsNobodyUp(t *testing.T) {
	silent := post{dumb: true}
	address, roots := silent.open(t, false)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := mailerOf(t, "smtp://"+address, roots).Send(ctx, invitation); survey.KindOf(err) != survey.Unavailable {
		t.Error(err)
	}
}

func TestMailIsOffWithoutAServer(t *testing.T) {
	m, err := NewMailer("", "", nil, nil)
	if err != nil || m.On() {
		t.Error(m, err)
	}
	if err := m.Send(t.Context(), invitation); survey.KindOf(err) != survey.Unavailable {
		t.Error(err)
	}
}

func TestMailSettingsThatAreWrongAreRefusedWithoutThePassword(t *testing.T) {
	for _, address := range []string{
		"mail.example.vn", "http://mail.example.vn", "smtp://", "smtp://u:rat-mat@host:port", "smtp://u:rat-mat@host/path",
		"smtp://u:rat-mat@host?starttls=maybe", "smtp://u:rat-mat@host?tls=1", "smtp://u:rat-mat@host:99999", "smtps://u:rat-mat%@host",
	} {
		_, err := NewMailer(address, "hailong@example.vn", nil, nil)
		if err == nil || strings.Contains(err.Error(), "rat-mat") {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := NewMailer("smtp://host", "nobody", nil, nil); err == nil {
		t.Error("a sender without an address")
	}
	for address, want := range map[string]string{
		"smtp://host": "host:25", "smtps://u:p@host": "host:465", "smtp://host:587?starttls=required": "host:587",
	} {
		if s, err := parseServer(address); err != nil || s.String() != want {
			t.Errorf("%s: %s, %v", address, s, err)
		}
	}
}
