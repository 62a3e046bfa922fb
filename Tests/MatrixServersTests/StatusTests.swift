import FoundationEssentials
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixServers

@Suite("Status", .enabled(if: findExecutable("python3", in: ["/usr/bin"]) != nil, "the fake is a Python script"))
struct StatusTests {
    /// A stranger that can be recognised by its last argument.
    private let sleeping = ["-c", "sleep 3600; :"]

    @Test("a server started by a tool that was killed before it wrote the pid is found and stopped")
    func incompleteRecord() async throws {
        try await withTemporaryFolder { root in
            let fake = try FakeApache(.good, in: root)
            let serving = try await fake.server.start(fake.generation.request)
            try edit(fake.run) { $0.process = nil }
            #expect(fake.server.status(fake.run) == .running(serving))
            #expect(try await fake.server.stop(fake.run).ended == 1)
        }
    }

    @Test("a number that belongs to a stranger now is called stale, and the stranger is left alone")
    func stale() async throws {
        try await withTemporaryFolder { root in
            let fake = try FakeApache(.good, in: root)
            try fake.run.prepare(allowsCores: false)
            let sleeper = Task {
                try await fake.host.processes.capture(
                    Command("/bin/sh", sleeping + [root.string], environment: ["PATH": "/bin:/usr/bin"]))
            }
            defer { sleeper.cancel() }
            let stranger = try await sleepingProcess(root, fake.host)
            try ServerRecord(
                cell: "3.13.5+6.1.1+daemon+event", generation: "/g", httpdConf: "/g/httpd.conf",
                run: fake.run.path.string, port: 1,
                process: ProcessIdentity(pid: stranger.pid, startTime: stranger.identity.startTime - 1)
            ).write(fake.run)
            #expect(
                fake.server.status(fake.run)
                    == .stale(
                        cell: "3.13.5+6.1.1+daemon+event", pid: stranger.pid,
                        stranger: "/bin/sh \(sleeping.joined(separator: " ")) \(root)"))
            #expect(try await fake.server.stop(fake.run).ended == 0)
            #expect(fake.host.processTable.lookup(stranger.pid) == stranger)
            #expect(fake.server.status(fake.run) == .stopped)
            sleeper.cancel()
            _ = await sleeper.result
        }
    }

    @Test("a server that died is said to have died, and can be started again")
    func died() async throws {
        try await withTemporaryFolder { root in
            let fake = try FakeApache(.good, in: root)
            let serving = try await fake.server.start(fake.generation.request)
            let process = try #require(fake.host.processTable.lookup(serving.pid))
            #expect(fake.host.processTable.signal(process.identity, .kill))
            while fake.host.processTable.lookup(serving.pid) != nil { try await Task.sleep(for: .milliseconds(5)) }
            #expect(fake.server.status(fake.run) == .died(cell: serving.cell, pid: serving.pid, orphans: []))
            let again = try await fake.server.start(fake.generation.request)
            #expect(again.pid != serving.pid)
            try await fake.server.stop(fake.run)
        }
    }

    @Test("a generation that a person started is not started twice, and not touched")
    func byHand() async throws {
        try await withTemporaryFolder { root in
            let fake = try FakeApache(.good, in: root)
            let serving = try await fake.server.start(fake.generation.request)
            let record = try #require(ServerRecord.read(fake.run))
            try FileManager.default.removeItem(atPath: fake.run.record.string)
            await #expect(
                throws: ServerError.runFolderBusy(fake.run.path.string, cell: serving.cell, pid: serving.pid)
            ) { try await fake.server.start(fake.generation.request) }
            #expect(fake.host.processTable.lookup(serving.pid) != nil)
            try record.write(fake.run)
            try await fake.server.stop(fake.run)
        }
    }

    private func edit(_ run: RunFolder, _ change: (inout ServerRecord) -> Void) throws {
        var record = try #require(ServerRecord.read(run))
        change(&record)
        try record.write(run)
    }

    private func sleepingProcess(_ root: FilePath, _ host: Host) async throws -> ProcessRecord {
        while true {
            if let found = host.processTable.all().first(where: {
                $0.commandLine == ["/bin/sh"] + sleeping + [root.string]
            }) {
                return found
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
