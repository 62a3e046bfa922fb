import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixServers

@Suite("A reload") struct ServerReloadTests {
    @Test("is told by one line that includes the generation")
    func servingConf() async throws {
        try await withTemporaryFolder { root in
            let run = RunFolder(root, userID: 0)
            try run.point(to: "/store/generations/17")
            #expect(try Files.readText(run.servingConf) == "Include \"/store/generations/17/httpd.conf\"\n")
            try run.point(to: "/store/generations/18")
            #expect(try Files.readText(run.servingConf) == "Include \"/store/generations/18/httpd.conf\"\n")
            #expect(throws: ServerError.self) { try run.point(to: "/store/gen*") }
        }
    }

    @Test("reaches nobody when the server does not run")
    func noServer() async throws {
        try await withTemporaryFolder { root in
            let fake = try FakeApache(.good, in: root)
            #expect(try !fake.server.reload(fake.run, onto: "/store/generations/18"))
            #expect(try Files.status(fake.run.servingConf) == nil)
        }
    }

    @Test("changes what the record says only when it is committed")
    func commit() async throws {
        try await withTemporaryFolder { root in
            let fake = try FakeApache(.good, in: root)
            _ = try await fake.server.start(fake.generation.request)
            let before = try #require(fake.run.served())
            #expect(before == fake.generation.request.served)
            var after = before
            (after.cell, after.generation) = ("3.9.2+4.7.1+daemon+event", "/store/generations/18")
            try fake.server.commit(fake.run, to: after)
            #expect(fake.run.served() == after)
            #expect(fake.server.environment(fake.run)?["LD_LIBRARY_PATH"] != nil)
            try await fake.server.stop(fake.run)
            #expect(fake.run.served() == nil)
        }
    }

    /// As Apache 2.4.62 answers `/server-status?auto`, shortened.
    @Test("is over when mod_status counts another generation")
    func statusPage() {
        let page = """
            127.0.0.1
            ServerVersion: Apache/2.4.62 (Unix)
            ParentServerConfigGeneration: 3
            ParentServerMPMGeneration: 2
            BusyWorkers: 4
            IdleWorkers: 46
            """
        let status = ServerStatusPage(page)
        #expect(status.generation == 2)
        #expect(status.busyWorkers == 4)
        #expect(ServerStatusPage("It works!") == ServerStatusPage(""))
    }
}
