import Glibc
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@Suite("MongoDB servers by themselves", .serialized, .timeLimit(.minutes(5))) struct MongoTests {
    @Test(
        "outlive the verb that started them, are shown by their own words, and end with stop",
        arguments: [([], "standalone", 1), (["--topology", "replica-set"], "replica-set", 3)])
    func roundTrip(options: [String], topology: String, members: Int) async throws {
        try await withStore { tool in
            let started = try await answer(tool, ["start", "--offline"] + options)
            #expect(started.kind == "embedded")
            #expect(started.topology == topology)
            #expect(started.members.count == members)
            let states = started.members.map(\.state).sorted()
            #expect(
                states == (members == 1 ? ["standalone"] : ["primary of 3", "secondary of 3", "secondary of 3"]))
            for member in started.members {
                let process = try #require(member.pid.flatMap(ProcessTable.live.lookup))
                #expect(process.session == process.pid, "a process of its own session")
            }
            let again = try await answer(tool, ["start", "--offline"] + options)
            #expect(again.members.map(\.pid) == started.members.map(\.pid))
            let shown = try await answer(tool, ["status"])
            #expect(shown.uri == started.uri)
            #expect(shown.members.map(\.pid) == started.members.map(\.pid))

            let other = try await tool.run(
                ["mongo", "start", "--offline", "--topology", "replica-set", "--members", "2"])
            #expect(other.status == .exited(75), "\(other.messages)")

            try await tool.succeed("mongo", "stop")
            #expect(commandsUsing(tool.store) == [])
            #expect(try await answer(tool, ["status"]).uri == nil)
            try await tool.succeed("mongo", "stop")
        }
    }

    @Test("name the owner of a port that is taken")
    func busyPort() async throws {
        try await LyingServer.answering { _, _ in .status(200) }.run { server in
            try await withStore { tool in
                let outcome = try await tool.run(["mongo", "start", "--offline", "--port", "\(server.port)"])
                #expect(outcome.status == .exited(75))
                #expect(outcome.messages.contains("port \(server.port) is taken by process \(getpid())"))
                #expect(commandsUsing(tool.store) == [])
            }
        }
    }

    @Test("that were killed are told with exit code 1, and can be started again")
    func killed() async throws {
        try await withStore { tool in
            let started = try await answer(tool, ["start", "--offline"])
            let process = try #require(started.members[0].pid.flatMap(ProcessTable.live.lookup))
            #expect(ProcessTable.live.signal(process.identity, .kill))
            try await wait(for: "its death") { ProcessTable.live.lookup(process.pid) == nil }
            let status = try await tool.run("mongo", "status", "--json")
            #expect(status.status == .exited(1))
            #expect(try status.decoded(as: MongoAnswer.self).members.map(\.state) == ["not running"])
            #expect(try await answer(tool, ["start", "--offline"]).members.map(\.state) == ["standalone"])
        }
    }

    @Test(
        "leave nothing when the tool that supervises them is killed",
        arguments: [0, 20, 50, 100, 150, 200, 300, 500, 800, 1200])
    func toolKilled(milliseconds: Int) async throws {
        try await withStore { tool in
            try Files.makeFolders(tool.store)
            // Each member by the command line that a trial starts it with.
            let script = """
                start=$(cut -d' ' -f22 /proc/$$/stat)
                for member in 1 2 3; do
                    "$0" supervise --parent $$:$start --descriptors 256 -- "$0" embedded-mongod --port 0 --replSet set \\
                        --bind_ip 127.0.0.1 --logpath "$1/$member.log" --pidfilepath "$1/$member.pid" &
                done
                wait

                """
            let shell = Command(
                "/bin/sh", ["-c", script, builtBinary.string, tool.store.string],
                environment: ["PATH": "/usr/bin:/bin"], workingDirectory: tool.store)
            let run = Task { try await Processes.live.run(shell, tool.store.appending("shell.log")) }
            try await wait(for: "the shell") { processesUsing(tool.store).contains { $0.parent == getpid() } }
            let parent = try #require(processesUsing(tool.store).first { $0.parent == getpid() })
            try await Task.sleep(for: .milliseconds(milliseconds))
            kill(parent.pid, SIGKILL)
            #expect(try await run.value == .signalled(SIGKILL))
            try await wait(for: "the end of all") { processesUsing(tool.store).isEmpty }
        }
    }

    @Test("refuse options that do not go together", arguments: [["--members", "3"], ["--port", "0"]])
    func usage(options: [String]) async throws {
        try await withStore { tool in
            let outcome = try await tool.run(["mongo", "start"] + options)
            #expect(outcome.status == .exited(64), "\(outcome.messages)")
        }
    }

    private func answer(_ tool: Tool, _ arguments: [String]) async throws -> MongoAnswer {
        let outcome = try await tool.run(["mongo"] + arguments + ["--json"])
        try #require(outcome.status == .exited(0), "\(outcome.messages)")
        return try outcome.decoded(as: MongoAnswer.self)
    }

    private func withStore(_ body: (Tool) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            try await withCleanUp { cleanUp in
                let tool = Tool(store: folder.appending("store"))
                cleanUp.add { endAll(processesUsing(tool.store)) }
                try await body(tool)
            }
        }
    }
}
