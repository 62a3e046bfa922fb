import FoundationEssentials
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage

@testable import MatrixServers

/// A script called `apache2` that is started, goes into the background and answers like the real one, or fails as told.
struct FakeApache {
    let host: Host
    let server: ApacheServer
    let generation: Generation

    enum Behaviour: String {
        case good, refuses, silent, dies, lies, stubborn, busy
    }

    init(
        _ behaviour: Behaviour, in root: FilePath, run: String = "run", port: UInt16? = nil,
        readyWithin: Swift.Duration = .seconds(120), supervision: Supervision? = nil
    ) throws {
        var host = Host.current()
        host.environment.executable = builtBinary
        var installation = ApacheInstallation.debian
        installation.executable = root.appending("apache2")
        try Self.script.write(toFile: installation.executable.string, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: installation.executable.string)
        let prefix = root.appending("python")
        try FileManager.default.createDirectory(atPath: prefix.string, withIntermediateDirectories: true)
        let folder = root.appending(run + "-generation")
        var generation = try Generation(
            Cell("3.13.5+6.1.1")!, in: folder, installation: installation, pythonPrefix: prefix,
            libpython: prefix.appending("libpython3.13.so.1.0"), module: nil, host: host, run: root.appending(run))
        generation.request.environment["FAKE"] = behaviour.rawValue
        generation.request.environment["FAKE_PREFIX"] = prefix.string
        generation.request.environment["FAKE_MODULE"] = generation.request.identity.module.string
        (generation.request.port, generation.request.readyWithin) = (port, readyWithin)
        generation.request.supervision = supervision
        (self.host, self.generation) = (host, generation)
        server = ApacheServer(host: host, installation: installation)
    }

    var run: RunFolder { generation.request.run }

    /// Whatever of it still runs.
    func processes() -> [ProcessRecord] {
        host.processTable.all().filter { $0.commandLine.contains(run.servingConf.string) }
    }

    private static let script = #"""
        #!/usr/bin/python3
        import http.server, json, os, re, signal, sys, time, urllib.parse

        fake = os.environ["FAKE"]
        run = sys.argv[sys.argv.index("-d") + 1]
        port = int(re.search(r"WSGIMATRIX_PORT (\d+)", open(run + "/place.conf").read()).group(1))

        def log(level, text):
            with open(run + "/error.log", "a") as file:
                file.write("[now] [core:%s] [pid %d] %s\n" % (level, os.getpid(), text))

        if fake == "refuses":
            sys.exit("AH00526: Syntax error on line 3 of httpd.conf:\nInvalid command 'Nonsense'")
        if fake == "busy":
            sys.exit("(98)Address already in use: AH00072: make_sock: could not bind to address 127.0.0.1:%d" % port)
        if "-DFOREGROUND" not in sys.argv:
            if os.fork():
                os._exit(0)
            os.setsid()
        for number in range(3):
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
        with open(run + "/httpd.pid", "w") as file:
            file.write("%d\n" % os.getpid())
        if fake == "dies":
            time.sleep(0.2)
            log("emerg", "AH00020: the bottom fell out")
            os._exit(1)
        if fake == "silent":
            time.sleep(60)
            os._exit(1)
        if fake == "stubborn":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                url = urllib.parse.urlparse(self.path)
                body = json.dumps({
                    "python_version": "3.11.2" if fake == "lies" else "3.13.5", "prefix": "p",
                    "real_prefix": os.environ["FAKE_PREFIX"],
                    "libpython": [os.environ["FAKE_PREFIX"] + "/libpython3.13.so.1.0"], "mod_wsgi_version": "6.1.1",
                    "module": [os.environ["FAKE_MODULE"]],
                    "process_group": "mod_wsgi_test", "application_group": url.path.strip("/"), "pid": os.getpid(),
                    "nonce": urllib.parse.parse_qs(url.query)["nonce"][0]}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        server = http.server.HTTPServer(("127.0.0.1", port), Handler)
        log("notice", "AH00489: Apache/2.4.62 (Debian) mod_wsgi/6.1.1 Python/3.13 configured -- resuming")
        server.serve_forever()
        """#
}
