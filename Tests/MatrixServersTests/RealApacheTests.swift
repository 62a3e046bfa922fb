import FoundationEssentials
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixServers

/// A Python and a mod_wsgi that were built for real, named by the environment:
/// `WSGIMATRIX_TEST_PAIR=3.13.5+6.1.1`, `WSGIMATRIX_TEST_PREFIX` (the Python), `WSGIMATRIX_TEST_MODULE` (mod_wsgi.so).
private struct RealPair {
    var name: String
    var prefix: FilePath
    var module: FilePath

    static let current: RealPair? = {
        let environment = ProcessInfo.processInfo.environment
        guard let name = environment["WSGIMATRIX_TEST_PAIR"], let prefix = environment["WSGIMATRIX_TEST_PREFIX"],
            let module = environment["WSGIMATRIX_TEST_MODULE"]
        else { return nil }
        return RealPair(name: name, prefix: FilePath(prefix), module: FilePath(module))
    }()

    func generation(
        _ mode: WSGIMode, _ mpm: MPM, in root: FilePath, host: Host, run: FilePath? = nil
    ) async throws -> (Generation, ApacheServer) {
        let cell = Cell("\(name)+\(mode.rawValue)+\(mpm.rawValue)")!
        let installation = try await ApacheInstallation.probe(processes: host.processes, environment: host.environment)
        let generation = try Generation(
            cell, in: root, installation: installation, pythonPrefix: prefix,
            libpython: prefix.appending("lib").appending("libpython\(cell.python.release.series).so.1.0"),
            module: module, host: host, run: run)
        return (generation, ApacheServer(host: host, installation: installation))
    }
}

@Suite(
    "A real Apache", .serialized,
    .enabled(if: RealPair.current != nil, "set WSGIMATRIX_TEST_PAIR, _PREFIX and _MODULE to a pair that was built"))
struct RealApacheTests {
    let host = Host.current()

    @Test("serves supervised, with a limit of descriptors for every process, and stops", arguments: WSGIMode.allCases)
    func supervised(mode: WSGIMode) async throws {
        try await withTemporaryFolder { root in
            var host = host
            host.environment.executable = builtBinary
            var (generation, server) = try await RealPair.current!.generation(mode, .event, in: root, host: host)
            generation.request.supervision = Supervision(descriptors: 256, allowsCores: true)
            let run = generation.request.run
            let serving = try await server.start(generation.request)
            let processes = host.processTable.all().filter { $0.session == serving.pid }
            #expect(processes.count > 1)
            for process in processes {
                let limits = try Files.readText(FilePath("/proc/\(process.pid)/limits"))
                #expect(limits.contains(/Max open files +256 +256/))
                #expect(limits.contains(/Max core file size +unlimited/))
            }
            #expect(server.status(run) == .running(serving))
            #expect(try await server.stop(run).ended == processes.count)
            #expect(
                !host.processTable.all().contains { $0.commandLine.contains(generation.request.run.servingConf.string) }
            )
        }
    }

    @Test("serves both mounts, is found again and stops", arguments: WSGIMode.allCases, MPM.allCases)
    func roundTrip(mode: WSGIMode, mpm: MPM) async throws {
        try await withTemporaryFolder { root in
            let (generation, server) = try await RealPair.current!.generation(mode, mpm, in: root, host: host)
            let run = generation.request.run
            let serving = try await server.start(generation.request)
            do {
                #expect(server.status(run) == .running(serving))
                #expect(try await server.start(generation.request) == serving, "a second start changes nothing")
                try await checkDriverScript(serving, root: root)
                let status = try await host.http.get("http://127.0.0.1:\(serving.port)/server-status?auto", .seconds(5))
                #expect(status.status == 200)
            } catch {
                Issue.record(error)
            }
            let outcome = try await server.stop(run)
            print("\(serving.cell): stopped \(outcome.ended), killed \(outcome.killed.count)")
            #expect(outcome.ended > 1)
            #expect(server.status(run) == .stopped)
            #expect(try await server.stop(run).ended == 0, "stopping twice is no error")
            #expect(host.processTable.all().filter { $0.session == serving.pid }.isEmpty)
            #expect(
                try Set(FileManager.default.contentsOfDirectory(atPath: run.path.string)) == [
                    "access.log", "error.log",
                ])
        }
    }

    /// The driver's script and the probe of one mount run in the same sub-interpreter.
    private func checkDriverScript(_ serving: ServingCell, root: FilePath) async throws {
        let folder = root.appending("a checkout/test/mod_wsgi_test")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        let script = """
            def application(environ, start_response):
                start_response('200 OK', [('Content-Type', 'text/plain')])
                return [environ['mod_wsgi.application_group'].encode('ascii')]
            """
        try script.write(toFile: folder.appending("mod_wsgi_test.py").string, atomically: true, encoding: .utf8)
        for (url, group) in zip(serving.urls, ApacheConfiguration.mounts) {
            let answer = try await host.http.get("\(url)\(root.string)/a%20checkout", .seconds(10))
            #expect(answer == HTTPAnswer(status: 200, body: Array(group.utf8)))
        }
    }

    @Test("leaves orphans when its parent is killed: they are seen and ended")
    func orphans() async throws {
        try await withTemporaryFolder { root in
            let (generation, server) = try await RealPair.current!.generation(.embedded, .prefork, in: root, host: host)
            let run = generation.request.run
            let serving = try await server.start(generation.request)
            let parent = try #require(host.processTable.lookup(serving.pid))
            #expect(host.processTable.signal(parent.identity, .kill))
            while host.processTable.lookup(serving.pid) != nil { try await Task.sleep(for: .milliseconds(5)) }
            guard case .died(_, serving.pid, let orphans) = server.status(run) else {
                Issue.record("status is \(server.status(run))")
                return
            }
            #expect(!orphans.isEmpty)
            #expect(try await server.stop(run).ended == orphans.count)
            #expect(host.processTable.all().filter { $0.session == serving.pid }.isEmpty)
        }
    }

    @Test("with a wrong Python home fails soon, says why and leaves nothing")
    func wrongHome() async throws {
        try await withTemporaryFolder { root in
            let (generation, server) = try await RealPair.current!.generation(.daemon, .event, in: root, host: host)
            let path = generation.configuration.modWsgiTestConf.string
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try text.replacing(RealPair.current!.prefix.string, with: "/nonexistent")
                .write(toFile: path, atomically: true, encoding: .utf8)
            do {
                let serving = try await server.start(generation.request)
                Issue.record("it serves: \(serving)")
                _ = try await server.stop(generation.request.run)
            } catch let error as ServerError {
                print("wrong home:", error)
                #expect(server.status(generation.request.run) == .stopped)
            }
        }
    }

    @Test("with a truncated module fails and says so")
    func truncatedModule() async throws {
        try await withTemporaryFolder { root in
            let (generation, server) = try await RealPair.current!.generation(.daemon, .event, in: root, host: host)
            let file = try FileDescriptor.open(generation.configuration.module, .readWrite)
            try file.resize(to: 100_000)
            try file.close()
            let error = await #expect(throws: ServerError.self) { try await server.start(generation.request) }
            print("truncated module:", error!)
            #expect(server.status(generation.request.run) == .stopped)
        }
    }

    @Test("works from folders with spaces, unicode and names longer than a socket's address")
    func longPath() async throws {
        try await withTemporaryFolder { root in
            let deep = root.appending(#"sp ace/qu"ote's/ünï/$1"#).appending(String(repeating: "x", count: 120))
            let run = root.appending("ünï sp'ace").appending(String(repeating: "x", count: 120))
            let (generation, server) = try await RealPair.current!.generation(
                .daemon, .event, in: deep, host: host, run: run)
            let sockets = generation.request.run.socketFolder
            #expect(sockets.string.hasPrefix("/tmp/wsgimatrix-"))
            _ = try await server.start(generation.request)
            #expect(try await server.stop(generation.request.run).ended > 1)
            #expect(!FileManager.default.fileExists(atPath: sockets.string))
        }
    }
}
