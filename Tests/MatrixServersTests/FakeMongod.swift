import FoundationEssentials
import MatrixHost
import MatrixTestSupport
import SystemPackage

@testable import MatrixServers

/// A script called `mongod` that takes mongod's options, speaks as much of its protocol as a topology needs, and fails as
/// told. Its members know of each other through files beside their folders.
struct FakeMongod {
    let folder: FilePath
    let executable: MongodExecutable
    let host: MatrixHost.Host

    enum Behaviour: String {
        case good, refuses, silent, stubborn
        /// Members of a set that never has a primary.
        case undecided
        /// A server that keeps its counts to itself.
        case discreet
        /// Tells what wsgimatrix's own stand-in tells.
        case embedded
    }

    init(_ behaviour: Behaviour, in root: FilePath) async throws {
        try await writeFakeTool("fake.py", in: root, script: "")
        let script = Self.script.replacing("BEHAVIOUR", with: behaviour.rawValue)
        try script.write(toFile: root.appending("fake.py").string, atomically: false, encoding: .utf8)
        // The interpreter is named, so that no open file of this process can keep the script from being run.
        executable = MongodExecutable(
            kind: .given, path: "/usr/bin/python3", leadingArguments: [root.appending("fake.py").string])
        var host = MatrixHost.Host.current()
        host.environment.executable = builtBinary
        (self.host, folder) = (host, root.appending("mongo"))
    }

    func servers(supervision: Supervision? = Supervision(), patience: Swift.Duration = .seconds(30)) -> MongoServers {
        MongoServers(host: host, executable: executable, supervision: supervision, patience: patience)
    }

    /// Whatever of it still runs, supervisors included.
    func processes() -> [ProcessRecord] {
        host.processTable.all().filter { $0.commandLine.contains { $0.hasPrefix(folder.string) } }
    }

    private static let script = #"""
        import glob, json, os, signal, socketserver, struct, sys, threading, time

        behaviour = "BEHAVIOUR"
        options = dict(zip(sys.argv[1::2], sys.argv[2::2]))
        port, folder = int(options["--port"]), os.path.dirname(options["--pidfilepath"])
        lock, opened, current = threading.Lock(), 0, 0

        def log(text):
            with open(options["--logpath"], "a") as file:
                file.write(text + "\n")

        def encode(value):
            body = b""
            for key, item in value.items():
                name = key.encode() + b"\0"
                if isinstance(item, bool): body += b"\x08" + name + bytes([item])
                elif isinstance(item, int): body += b"\x10" + name + struct.pack("<i", item)
                elif isinstance(item, str): body += b"\x02" + name + struct.pack("<i", len(item) + 1) + item.encode() + b"\0"
                elif isinstance(item, list): body += b"\x04" + name + encode({str(i): x for i, x in enumerate(item)})
                else: body += b"\x03" + name + encode(item)
            return struct.pack("<i", len(body) + 5) + body + b"\0"

        def decode(data):
            at, value = 4, {}
            while data[at]:
                kind, end = data[at], data.index(b"\0", at + 1)
                name, at = data[at + 1:end].decode(), end + 1
                if kind == 8: value[name], at = bool(data[at]), at + 1
                elif kind == 16: value[name], at = struct.unpack_from("<i", data, at)[0], at + 4
                elif kind == 2:
                    size = struct.unpack_from("<i", data, at)[0]
                    value[name], at = data[at + 4:at + 3 + size].decode(), at + 4 + size
                else:
                    size = struct.unpack_from("<i", data, at)[0]
                    inner = decode(data[at:at + size])
                    value[name], at = list(inner.values()) if kind == 4 else inner, at + size
            return value

        def members():
            try:
                with open(os.path.dirname(folder) + "/set.json") as file:
                    return json.load(file)
            except FileNotFoundError:
                return []

        def alive(host):
            for path in glob.glob(os.path.dirname(folder) + "/member-*/mongod.pid"):
                words = open(path).read().split()
                if words and words[1] == host.split(":")[1] and os.path.exists("/proc/" + words[0]):
                    return True
            return False

        def answer(command):
            name = next(iter(command)).lower()
            me = "127.0.0.1:%d" % port
            if name == "ismaster":
                if "--replSet" not in options:
                    return {"ismaster": True, "ok": 1}
                hosts = members()
                primary = next((host for host in hosts if alive(host)), None) if behaviour != "undecided" else None
                if not hosts:
                    return {"ismaster": False, "secondary": False, "ok": 1}
                return {"ismaster": primary == me, "secondary": primary != me, "setName": options["--replSet"],
                        "hosts": hosts, "ok": 1}
            if name == "replsetinitiate":
                if members():
                    return {"ok": 0, "code": 23, "errmsg": "already initialized"}
                with open(os.path.dirname(folder) + "/set.new", "w") as file:
                    json.dump([member["host"] for member in command["replSetInitiate"]["members"]], file)
                os.rename(file.name, os.path.dirname(folder) + "/set.json")
                log("electing")
                return {"ok": 1}
            if name == "serverstatus" and behaviour != "discreet":
                return {"connections": {"current": current, "totalCreated": opened},
                        "metrics": {"cursor": {"open": {"total": 2}}}, "ok": 1}
            if name == "buildinfo":
                if behaviour == "embedded": return {"version": "7.0.0", "embedded": "0.9.9", "ok": 1}
                return {"version": "7.0.99", "ok": 1}
            return {"ok": 0, "code": 13, "errmsg": "not authorized"}

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                global opened, current
                with lock:
                    opened, current = opened + 1, current + 1
                try:
                    while True:
                        head = self.request.recv(16, 256)
                        if len(head) < 16:
                            return
                        size, number = struct.unpack_from("<ii", head)
                        reply = encode(answer(decode(self.request.recv(size - 16, 256)[5:])))
                        self.request.sendall(struct.pack("<iiiiIB", 21 + len(reply), 1, number, 2013, 0, 0) + reply)
                finally:
                    with lock:
                        current -= 1

        if behaviour == "refuses":
            log("the data files were written by a later version")
            sys.exit(14)
        if behaviour == "stubborn":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        socketserver.ThreadingTCPServer.allow_reuse_address = True
        socketserver.ThreadingTCPServer.daemon_threads = True
        with open(options["--pidfilepath"], "w") as file:
            file.write("%d %d\n" % (os.getpid(), port))
        log("starting on port %d" % port)
        if behaviour == "silent":
            time.sleep(600)
        try:
            server = socketserver.ThreadingTCPServer(("127.0.0.1", port), Handler)
        except OSError:
            log("Failed to set up listener: Address already in use")
            sys.exit(48)
        server.serve_forever()
        """#
}
