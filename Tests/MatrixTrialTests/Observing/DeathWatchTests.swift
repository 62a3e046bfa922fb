import MatrixHost
import MatrixModel
import MatrixServers
import MatrixTestSupport
import Synchronization
import SystemPackage
import Testing

@testable import MatrixTrial

@Suite("A worker's death is noticed")
struct DeathWatchTests {
    private final class Machine: Sendable {
        let pids = Mutex<[Int32]>([11, 12])

        var table: ProcessTable {
            ProcessTable(
                lookup: { _ in nil },
                all: {
                    self.pids.withLock { pids in
                        pids.map {
                            ProcessRecord(
                                identity: ProcessIdentity(pid: $0, startTime: 1), parent: 10, session: 10,
                                executable: nil,
                                commandLine: [$0 == 12 ? "/usr/sbin/apache2" : "mod_wsgi_test    ", "-d", "/run"])
                        } + [
                            ProcessRecord(
                                identity: ProcessIdentity(pid: 99, startTime: 1), parent: 1, session: 1,
                                executable: nil,
                                commandLine: ["mod_wsgi_test"])
                        ]
                    }
                }, signal: { _, _ in false })
        }
    }

    private func workers(_ machine: Machine, mode: WSGIMode) -> Workers {
        Workers(table: machine.table, apache: 10, mode: mode)
    }

    @Test func theWorkersAreTheDaemonsOrAllOfApachesChildren() {
        let machine = Machine()
        #expect(workers(machine, mode: .daemon).processes().map(\.pid) == [11])
        #expect(workers(machine, mode: .embedded).processes().map(\.pid) == [11, 12])
    }

    @Test func aWorkerWithAnotherNumberIsADeath() async throws {
        try await withTemporaryFolder { folder in
            let machine = Machine()
            var watch = DeathWatch(
                workers: workers(machine, mode: .daemon), errorLog: folder.appending("error.log"))
            #expect(!watch.look().isDeath)
            machine.pids.withLock { $0 = [13, 12] }
            // 13 is no daemon by its name here, but 11 is gone.
            #expect(watch.look().gone == [11])
            #expect(!watch.look().isDeath)
        }
    }

    /// A worker is gone at once; Apache's word for how comes up to a second later.
    @Test func theSignalIsKnownOnlyFromTheLog() async throws {
        try await withTemporaryFolder { folder in
            let machine = Machine()
            let log = folder.appending("error.log")
            var watch = DeathWatch(workers: workers(machine, mode: .embedded), errorLog: log)
            machine.pids.withLock { $0 = [12] }
            var events = watch.look()
            #expect(events.isDeath && !events.tellsSignals)
            try Files.writeFile(
                log, "[core:notice] [pid 10:tid 10] AH00052: child pid 11 exit signal Segmentation fault (11)\n")
            events.add(watch.look())
            #expect(events.gone == [11] && events.tellsSignals)
        }
    }

    /// The lines are those of Apache 2.4 and of mod_wsgi 4.9.4.
    @Test(arguments: [
        "[Sun Nov 22 22:00:00 2026] [core:notice] [pid 1:tid 1] AH00052: child pid 5 exit signal Segmentation fault (11)",
        "[Sun Nov 22 22:00:00 2026] [wsgi:info] [pid 1:tid 1] mod_wsgi (pid=5): Process 'mod_wsgi_test' terminated by signal 11",
    ])
    func theLogTellsASignal(line: String) async throws {
        try await withTemporaryFolder { folder in
            let log = folder.appending("error.log")
            try Files.writeFile(log, "an older line: exit signal Aborted (6)\n")
            var watch = DeathWatch(workers: workers(Machine(), mode: .daemon), errorLog: log)
            #expect(!watch.look().isDeath)
            try Files.appendText(log, line + "\n")
            #expect(watch.look().lines == [line])
        }
    }

    /// As each module of Debian's Apache 2.4 has it: `strings mod_mpm_*.so`.
    @Test(arguments: [
        "mpm_event:notice] [pid 1:tid 1] AH00493: SIGUSR1 received.  Doing graceful restart",
        "mpm_event:notice] [pid 1:tid 1] AH00494: SIGHUP received.  Attempting to restart",
        "mpm_worker:notice] [pid 1:tid 1] AH00297: SIGUSR1 received.  Doing graceful restart",
        "mpm_prefork:notice] [pid 1:tid 1] AH00171: Graceful restart requested, doing restart",
    ])
    func afterARestartOtherWorkersAreNoDeath(line: String) async throws {
        try await withTemporaryFolder { folder in
            let machine = Machine()
            let log = folder.appending("error.log")
            var watch = DeathWatch(workers: workers(machine, mode: .embedded), errorLog: log)
            machine.pids.withLock { $0 = [21, 22] }
            try Files.appendText(log, "[Sun Nov 22 22:00:00 2026] [\(line)\n")
            let events = watch.look()
            #expect(events.wasRestarted)
            #expect(!events.isDeath)
            #expect(!watch.look().isDeath)
        }
    }

    @Test func aWorkerThatTakesItsTimeAfterARestartIsNoDeath() async throws {
        try await withTemporaryFolder { folder in
            let machine = Machine()
            let log = folder.appending("error.log")
            var watch = DeathWatch(workers: workers(machine, mode: .embedded), errorLog: log)
            machine.pids.withLock { $0 = [11, 21, 22] }
            try Files.appendText(
                log,
                "[Sun Nov 22 22:00:00 2026] [mpm_event:notice] [pid 1:tid 1] AH00493: SIGUSR1 received.  Doing graceful restart\n"
            )
            #expect(watch.look().wasRestarted)
            machine.pids.withLock { $0 = [21, 22] }
            #expect(!watch.look().isDeath)
            machine.pids.withLock { $0 = [22] }
            #expect(watch.look().gone == [21])
        }
    }

    @Test func pythonsLastWordsAreKept() async throws {
        try await withTemporaryFolder { folder in
            let log = folder.appending("error.log")
            var watch = DeathWatch(workers: workers(Machine(), mode: .daemon), errorLog: log)
            try Files.appendText(
                log,
                """
                Fatal Python error: Segmentation fault

                Current thread 0x00007f (most recent call first):
                  File "/x/app.py", line 3 in application
                [Sun Nov 22 22:00:00 2026] [core:notice] [pid 1:tid 1] other

                """)
            #expect(watch.look().pythonStack.last == "  File \"/x/app.py\", line 3 in application")
        }
    }
}
