import FoundationEssentials
import Glibc
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

@Suite("Supervision", .timeLimit(.minutes(3))) struct SupervisorTests {
    @Test(
        "a parent killed at any moment leaves nothing, not even what went into the background and ignores SIGTERM",
        arguments: [0, 5, 10, 20, 30, 40, 60, 90, 150, 300])
    func parentKilled(milliseconds: Int) async throws {
        try await withFolder { folder in
            let tool = Command(
                "/bin/sh",
                [
                    "-c",
                    "start=$(cut -d' ' -f22 /proc/$$/stat); \"$0\" supervise --parent $$:$start -- sh family.sh & wait",
                    builtBinary.string,
                ], environment: Self.environment, workingDirectory: folder)
            let run = Task { try await Processes.live.run(tool, folder.appending("log")) }
            try await waitUntil { processes(in: folder).contains { $0.parent == getpid() } }
            let parent = try #require(processes(in: folder).first { $0.parent == getpid() })
            try await Task.sleep(for: .milliseconds(milliseconds))
            kill(parent.pid, SIGKILL)
            #expect(try await run.value == .signalled(SIGKILL))
            try await waitUntil { processes(in: folder).isEmpty }
        }
    }

    @Test("an end of this tool's own choosing leaves nothing: SIGTERM to the supervisor")
    func terminated() async throws {
        try await withFolder { folder in
            let program = try await start("sh family.sh", in: folder)
            try await waitUntil { (try? Files.readText(folder.appending("grandchild")))?.isEmpty == false }
            let supervisor = try #require(processes(in: folder).first { Supervision.isSupervisor($0.commandLine) })
            kill(supervisor.pid, SIGTERM)
            try await waitUntil { try program.status() != nil }
            #expect(processes(in: folder) == [])
        }
    }

    @Test(
        "ends as its program ended",
        arguments: [("exit 7", ExitStatus.exited(7)), ("kill -SEGV $$", .signalled(SIGSEGV))])
    func status(script: String, expected: MatrixHost.ExitStatus) async throws {
        try await withFolder { folder in
            let program = try await start(script, in: folder)
            try await waitUntil { try program.status() != nil }
            #expect(try program.status() == expected)
        }
    }

    @Test("stays while anything lives that its program has left behind, a session of its own included")
    func daemonised() async throws {
        try await withFolder { folder in
            let program = try await start(
                "setsid sh -c 'echo $$ > left; until [ -e go ]; do sleep 0.02; done' & until [ -s left ]; do :; done; exit 3",
                in: folder)
            try await waitUntil { processes(in: folder).contains { $0.commandLine.last?.hasPrefix("echo $$") == true } }
            try await waitUntil {
                !processes(in: folder).contains {
                    $0.commandLine.last?.hasPrefix("setsid") == true && !Supervision.isSupervisor($0.commandLine)
                }
            }
            #expect(try program.status() == nil)
            let left = try #require(processes(in: folder).first { $0.commandLine.last?.hasPrefix("echo $$") == true })
            let supervisor = try #require(processes(in: folder).first { Supervision.isSupervisor($0.commandLine) })
            #expect(left.parent == supervisor.pid)
            try Files.writeFile(folder.appending("go"), "")
            try await waitUntil { try program.status() != nil }
            #expect(try program.status() == .exited(3))
        }
    }

    @Test("gives its program the limits that were asked for, and a session of its own")
    func limits() async throws {
        try await withFolder { folder in
            let program = try await start(
                "ulimit -Sn; ulimit -Hn; ulimit -Sc; [ $(cut -d' ' -f6 /proc/$$/stat) = $$ ] && echo leads", in: folder,
                Supervision(descriptors: 123))
            try await waitUntil { try program.status() != nil }
            #expect(try Files.readText(folder.appending("log")) == "123\n123\n0\nleads\n")
        }
    }

    @Test("starts nothing for a parent that is gone, or whose number is another's by now")
    func goneBefore() async throws {
        let own = try #require(ProcessTable.live.lookup(getpid())).identity
        for parent in [
            ProcessIdentity(pid: own.pid, startTime: own.startTime + 1), ProcessIdentity(pid: .max, startTime: 1),
        ] {
            try await withFolder { folder in
                let order = SupervisionOrder(
                    parent: parent, supervision: Supervision(), program: ["/bin/sh", "-c", "echo started > started"])
                let command = Command(
                    builtBinary, order.arguments, environment: Self.environment, workingDirectory: folder)
                let status = try await Processes.live.capture(command).status
                #expect(status == .exited(0))
                #expect(try Files.status(folder.appending("started")) == nil)
            }
        }
    }

    @Test("a program that does not exist is told by its log and an exit code")
    func noProgram() async throws {
        try await withFolder { folder in
            let program = try await host.startInBackground(
                Command("/nonexistent/httpd", environment: Self.environment, workingDirectory: folder),
                log: folder.appending("log"), supervision: Supervision())
            try await waitUntil { try program.status() != nil }
            #expect(try program.status() == .exited(71))
            #expect(try Files.readText(folder.appending("log")).contains("`/nonexistent/httpd`: No such file"))
        }
    }

    @Test("an order reads as it was written")
    func order() {
        let order = SupervisionOrder(
            parent: ProcessIdentity(pid: 12, startTime: 345),
            supervision: Supervision(descriptors: 256, allowsCores: true), program: ["httpd", "--", "-d", "x"])
        #expect(
            order.arguments == [
                "supervise", "--parent", "12:345", "--descriptors", "256", "--core", "--", "httpd", "--", "-d", "x",
            ])
        #expect(SupervisionOrder(arguments: order.arguments) == order)
        for words in [
            ["serve"], ["supervise"], ["supervise", "--parent", "12", "--", "httpd"],
            ["supervise", "--parent", "1:2", "--"],
        ] {
            #expect(SupervisionOrder(arguments: words) == nil)
        }
    }

    private static let environment = ["PATH": "/usr/bin:/bin"]

    /// A child, a grandchild in a session of its own, and one in the background: none of them ends when asked to.
    private static let family = """
        trap '' TERM
        (setsid sh -c '(sh -c "echo \\$\\$ > grandchild; while :; do sleep 1; done" &)')
        sh -c 'while :; do sleep 1; done' &
        while :; do sleep 1; done

        """

    private var host: MatrixHost.Host {
        var host = MatrixHost.Host.failing
        (host.processes, host.processTable) = (.live, .live)
        host.environment.executable = builtBinary
        return host
    }

    private func start(_ script: String, in folder: FilePath, _ supervision: Supervision = Supervision()) async throws
        -> BackgroundProgram
    {
        try await host.startInBackground(
            Command("/bin/sh", ["-c", script], environment: Self.environment, workingDirectory: folder),
            log: folder.appending("log"), supervision: supervision)
    }

    /// A folder of its own by which its processes are known: all of them work there.
    private func withFolder(_ body: (FilePath) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            try await withCleanUp { cleanUp in
                cleanUp.add {
                    for process in processes(in: folder) { _ = ProcessTable.live.signal(process.identity, .kill) }
                }
                try Files.writeFile(folder.appending("family.sh"), Self.family)
                try await body(folder)
            }
        }
    }
}

private func processes(in folder: FilePath) -> [ProcessRecord] {
    ProcessTable.live.all().filter {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0.pid)/cwd")) == folder.string
    }
}

private func waitUntil(_ isSo: () async throws -> Bool) async throws {
    while try await !isSo() { try await Task.sleep(for: .milliseconds(50)) }
}
