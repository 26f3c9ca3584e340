package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
)

// TestTortureKilledServer: whatever was confirmed before kill -9 is there, once.
func TestTortureKilledServer(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		env, book := setUp(t, database), newLedger()
		for range scale(3, 50) {
			p := start(t, env, "serve")
			book.again(t, p.address)
			senders := book.load(t.Context(), p.address)
			book.more(t, 400)
			p.kill()
			senders.Wait()
			if len(book.unsure) == 0 {
				t.Error("the server was not killed in the middle of its work")
			}
		}
		p := start(t, env, "serve")
		book.again(t, p.address)
		p.terminate(t)
		book.check(t, database)
	})
}

// TestTortureTerminatedServer holds a request half sent while the
// server is told to end.
func TestTortureTerminatedServer(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		env, book := setUp(t, database), newLedger()
		p := start(t, env, "serve")
		host := strings.TrimPrefix(p.address, "http://")
		receipt := newReceipt()
		text := body(receipt, walls[0], true)

		connection, err := net.Dial("tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close()
		// The server asks for the rest when its handler has begun to read.
		fmt.Fprintf(connection, "POST /api/v1/responses HTTP/1.1\r\nHost: %s\r\n"+
			"Content-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n"+
			"Connection: close\r\n\r\n", host, len(text))
		answers := bufio.NewReader(connection)
		if line, err := answers.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
			t.Fatalf("%q, %v", line, err)
		}
		if _, err := answers.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
		senders := book.load(t.Context(), p.address)
		eventually(t, "responses are confirmed", func() bool { return book.enough.Load() > 50 })
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			p.terminate(t)
		}()
		eventually(t, "new connections are refused", func() bool {
			c, err := net.Dial("tcp", host)
			if err == nil {
				_ = c.Close()
			}
			return err != nil
		})
		if _, err := connection.Write(text); err != nil {
			t.Fatal(err)
		}
		answer, err := http.ReadResponse(answers, nil)
		if err != nil {
			t.Fatal("the request that was taken is not answered: ", err)
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusCreated {
			t.Errorf("the request that was taken is answered %s", answer.Status)
		}
		<-ended
		senders.Wait()
		book.note(receipt, walls[0], true, reply{status: answer.StatusCode}, nil)

		p = start(t, env, "serve")
		book.again(t, p.address)
		p.terminate(t)
		book.check(t, database)
	})
}
