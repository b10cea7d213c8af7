package localcache

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// tcpListen is the state "listening" in /proc/net/tcp.
const tcpListen = "0A"

// listeners are the processes of this user that listen on addr's port, on any
// host: a listener on 0.0.0.0 holds the port of 127.0.0.1 too.
func listeners(addr string) []int {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		return nil
	}
	sockets := append(listeningSockets("/proc/net/tcp", n), listeningSockets("/proc/net/tcp6", n)...)
	if len(sockets) == 0 {
		return nil
	}
	return socketOwners(sockets)
}

// listeningSockets are the links ("socket:[123]") of the listening sockets of
// the port in a table of /proc/net.
func listeningSockets(table string, port int) []string {
	f, err := os.Open(table)
	if err != nil {
		return nil
	}
	defer f.Close()
	suffix := fmt.Sprintf(":%04X", port)
	var links []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) > 9 && strings.HasSuffix(fields[1], suffix) && fields[3] == tcpListen {
			links = append(links, "socket:["+fields[9]+"]")
		}
	}
	return links
}

func socketOwners(sockets []string) []int {
	fds, err := filepath.Glob("/proc/[0-9]*/fd/*")
	if err != nil {
		return nil
	}
	var pids []int
	for _, fd := range fds {
		link, err := os.Readlink(fd)
		if err != nil || !slices.Contains(sockets, link) {
			continue
		}
		pid, err := strconv.Atoi(strings.Split(fd, "/")[2])
		if err == nil && !slices.Contains(pids, pid) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// programName is the program that pid runs.
func programName(pid int) string {
	exe, err := os.Readlink(filepath.Join("/proc", strconv.Itoa(pid), "exe"))
	if err != nil {
		return "unknown program"
	}
	return exe
}
