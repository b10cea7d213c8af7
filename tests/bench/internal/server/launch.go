package server

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
)

// The servers that are compared.
const (
	Cached = "cached"
	Nginx  = "nginx"
)

// LaunchCached starts our server as it is by default, but for its limit.
func LaunchCached(program string) Launch {
	return Launch{
		name: Cached, cache: "/main/", grpc: true, ready: "/healthz", status: http.StatusOK,
		prepare: func(s *Server) ([]string, error) {
			return []string{
				program, "serve", "--data-dir", filepath.Join(s.Dir, "data"),
				"--http-address", s.Address, "--grpc-address", s.GRPC, "--max-size", "200GiB",
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
  log_format bare "$request_method $status";
  access_log %[4]s;
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

// LaunchNginx starts nginx with nginxConf.
func LaunchNginx(program string) Launch {
	return Launch{
		name: Nginx, cache: "/main/", ready: "/ready", status: http.StatusOK,
		prepare: func(s *Server) ([]string, error) {
			if err := os.Mkdir(filepath.Join(s.Dir, "root"), 0o700); err != nil {
				return nil, err
			}
			if err := os.WriteFile(filepath.Join(s.Dir, "root", "ready"), nil, 0o600); err != nil {
				return nil, err
			}
			user := ""
			if os.Geteuid() == 0 {
				user = "user root;\n" // the workers must be able to write here
			}
			conf := filepath.Join(s.Dir, "nginx.conf")
			access := "off"
			if s.AccessLog != "" {
				access = s.AccessLog + " bare buffer=64k flush=10ms"
			}
			text := fmt.Sprintf(nginxConf, user, s.Dir, s.Address, access)
			return []string{program, "-p", s.Dir, "-c", conf, "-e", "stderr"}, os.WriteFile(conf, []byte(text), 0o600)
		},
	}
}

// WithAccessLog lets nginx write a line for each request, at most 10 ms after its end, to the
// file Server.AccessLog.
func (l Launch) WithAccessLog() Launch {
	l.accessLog = true
	return l
}
