package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
)

// The servers that are compared.
const (
	cachedName = "cached"
	nginxName  = "nginx"
)

// cachedLaunch starts our server as it is by default, but for its limit.
func cachedLaunch(program string) launch {
	return launch{
		name: cachedName, cache: "/main/", grpc: true, ready: "/healthz", status: http.StatusOK,
		prepare: func(s *server) ([]string, error) {
			return []string{
				program, "serve", "--data-dir", filepath.Join(s.dir, "data"),
				"--http-address", s.address, "--grpc-address", s.grpc, "--max-size", "200GiB",
			}, nil
		},
	}
}

// nginxConf is nginx tuned for this work: uploads are written beside their
// places and renamed, bodies go through few system calls, connections live on,
// and the kernel spreads them over both workers. It verifies nothing and flushes
// nothing to the disk.
const nginxConf = `%[1]sdaemon off;
worker_processes 2;
pid %[2]s/nginx.pid;
error_log stderr error;
events {
  worker_connections 1024;
}
http {
  access_log off;
  default_type application/octet-stream;
  sendfile on;
  sendfile_max_chunk 2m;
  tcp_nopush on;
  tcp_nodelay on;
  keepalive_timeout 300s;
  keepalive_requests 100000000;
  client_max_body_size 0;
  client_body_buffer_size 1m;
  client_body_temp_path %[2]s/root/.upload;
  proxy_temp_path %[2]s/proxy;
  fastcgi_temp_path %[2]s/fastcgi;
  uwsgi_temp_path %[2]s/uwsgi;
  scgi_temp_path %[2]s/scgi;
  server {
    listen %[3]s reuseport backlog=1024;
    root %[2]s/root;
    dav_methods PUT;
    create_full_put_path on;
    dav_access user:rw;
  }
}
`

func nginxLaunch(program string) launch {
	return launch{
		name: nginxName, cache: "/main/", ready: "/ready", status: http.StatusOK,
		prepare: func(s *server) ([]string, error) {
			if err := os.Mkdir(filepath.Join(s.dir, "root"), 0o700); err != nil {
				return nil, err
			}
			if err := os.WriteFile(filepath.Join(s.dir, "root", "ready"), nil, 0o600); err != nil {
				return nil, err
			}
			user := ""
			if os.Geteuid() == 0 {
				user = "user root;\n" // the workers must be able to write here
			}
			conf := filepath.Join(s.dir, "nginx.conf")
			text := fmt.Sprintf(nginxConf, user, s.dir, s.address)
			return []string{program, "-p", s.dir, "-c", conf, "-e", "stderr"}, os.WriteFile(conf, []byte(text), 0o600)
		},
	}
}
