package main

import (
	"archive/tar"
	"bytes"
	"context"
	"debug/elf"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

const (
	baseImage = "public.ecr.aws/lambda/provided:al2023-"
	// standIn is the image that stands in for the base image where that cannot
	// be had: a shell and certificates, which is all that SAM asks of it.
	standIn = "counterpoint/lambda-standin"
	// inside is this machine's name inside containers.
	inside = "host.docker.internal"
)

// engine is how functions are run in containers.
type engine struct {
	docker string
	image  []string // sam's options for the image
	built  bool     // the stand-in was built by this run
}

// newEngine makes sure that there is an image to run functions in.
func newEngine(ctx context.Context, docker string, say func(string, ...any)) (engine, error) {
	e := engine{docker: docker, image: []string{"--skip-pull-image"}}
	base := baseImage + architecture()
	if e.has(ctx, base) {
		say("the base image %s is here", base)
		return e, nil
	}
	pulling, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	if _, _, err := run(pulling, "", nil, nil, docker, "pull", "--quiet", base); err == nil {
		say("pulled the base image %s", base)
		return e, nil
	}
	e.image = append(e.image, "--invoke-image", standIn)
	if e.has(ctx, standIn) {
		say("the base image cannot be pulled: %s stands in for it", standIn)
		return e, nil
	}
	layer, err := standInLayer()
	if err != nil {
		return e, err
	}
	_, _, err = run(ctx, "", nil, bytes.NewReader(layer), docker, "import", "--change", "WORKDIR /var/task",
		"--change", "ENV PATH=/usr/local/bin:/usr/bin:/bin LAMBDA_TASK_ROOT=/var/task LAMBDA_RUNTIME_DIR=/var/runtime", "-", standIn+":latest")
	if err != nil {
		return e, err
	}
	e.built = true
	say("the base image cannot be pulled: built %s from files of this machine", standIn)
	return e, nil
}

func (e engine) has(ctx context.Context, image string) bool {
	_, _, err := run(ctx, "", nil, nil, e.docker, "image", "inspect", image)
	return err == nil
}

// close removes the stand-in, and what SAM made of it, if this run built it.
func (e engine) close() {
	if e.built {
		_, _, _ = run(context.Background(), "", nil, nil, e.docker, "image", "rm", "--force", standIn+":rapid-"+architecture(), standIn+":latest")
	}
}

// host is the address of this machine that containers reach, and nobody else:
// on Linux that of the engine's bridge. Elsewhere the engine leads to loopback.
func (e engine) host(ctx context.Context) string {
	const loopback = "127.0.0.1"
	out, _, err := run(ctx, "", nil, nil, e.docker, "network", "inspect", "bridge", "--format", `{{index .Options "com.docker.network.bridge.name"}}`)
	if err != nil || runtime.GOOS != "linux" {
		return loopback
	}
	bridge, err := net.InterfaceByName(strings.TrimSpace(out))
	if err != nil {
		return loopback
	}
	addresses, err := bridge.Addrs()
	if err != nil {
		return loopback
	}
	for _, a := range addresses {
		if n, ok := a.(*net.IPNet); ok && n.IP.To4() != nil {
			return n.IP.String()
		}
	}
	return loopback
}

// standInLayer is the stand-in's one layer: busybox, which must need no library,
// as a shell, and the machine's certificates.
func standInLayer() ([]byte, error) {
	shell, err := staticBusybox()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	put := func(h tar.Header, data []byte) {
		h.Size = int64(len(data))
		err = errors.Join(err, w.WriteHeader(&h))
		_, err2 := w.Write(data)
		err = errors.Join(err, err2)
	}
	for _, dir := range []string{"bin/", "etc/", "etc/ssl/", "etc/ssl/certs/", "opt/", "var/", "var/task/", "var/runtime/", "var/rapid/"} {
		put(tar.Header{Typeflag: tar.TypeDir, Name: dir, Mode: 0o755}, nil)
	}
	put(tar.Header{Typeflag: tar.TypeDir, Name: "tmp/", Mode: 0o1777}, nil)
	put(tar.Header{Name: "bin/busybox", Mode: 0o755}, shell)
	for _, name := range []string{"sh", "mv", "chmod"} {
		put(tar.Header{Typeflag: tar.TypeSymlink, Name: "bin/" + name, Linkname: "busybox", Mode: 0o777}, nil)
	}
	put(tar.Header{Name: "etc/passwd", Mode: 0o644}, []byte("root:x:0:0::/:/bin/sh\n"))
	if roots, err := os.ReadFile("/etc/ssl/certs/ca-certificates.crt"); err == nil {
		put(tar.Header{Name: "etc/ssl/certs/ca-certificates.crt", Mode: 0o644}, roots)
	}
	if err := errors.Join(err, w.Close()); err != nil {
		return nil, fmt.Errorf("make the stand-in's layer: %w", err)
	}
	return out.Bytes(), nil
}

func staticBusybox() ([]byte, error) {
	for _, dir := range []string{"/bin", "/usr/bin", "/usr/local/bin", "/sbin"} {
		path := filepath.Join(dir, "busybox")
		raw, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		f, err := elf.NewFile(bytes.NewReader(raw))
		if err != nil {
			continue
		}
		if libraries, err := f.ImportedLibraries(); err == nil && len(libraries) == 0 {
			return raw, nil
		}
	}
	return nil, errors.New("no busybox that needs no library, to build the stand-in of: apt-get install busybox-static")
}
