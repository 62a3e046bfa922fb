import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixHost

@Suite("A jobserver", .timeLimit(.minutes(2))) struct JobserverTests {
    @Test("lets no more work than it has tokens, and all of them in the end")
    func budget() async throws {
        let jobserver = Jobserver(tokens: 3)
        let crowd = Crowd()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try await jobserver.holding {
                        await crowd.enter()
                        try await Task.sleep(for: .milliseconds(2))
                        await crowd.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(await crowd.most == 3)
        #expect(jobserver.inUse == 0)
    }

    @Test("gives a step more tokens only when they are free, and never the last one that another waits for")
    func more() async throws {
        let jobserver = Jobserver(tokens: 4)
        try await jobserver.holding {
            try await jobserver.holding {
                let two = try await jobserver.holding(upTo: 2) { $0 }
                #expect(two == 2)
                let (jobs, inUse) = try await jobserver.holding(upTo: 100) { ($0, jobserver.inUse) }
                #expect(jobs == 3 && inUse == 4)
                #expect(jobserver.inUse == 2)
            }
            let one = try await jobserver.holding(upTo: 1) { $0 }
            #expect(one == 1)
        }
        #expect(jobserver.inUse == 0)
    }

    @Test("a task that is cancelled while it waits takes no token with it")
    func cancelled() async throws {
        let jobserver = Jobserver(tokens: 1)
        try await jobserver.holding {
            let waiting = (0..<5).map { _ in Task { try await jobserver.holding {} } }
            try await Task.sleep(for: .milliseconds(20))
            for task in waiting {
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
            }
        }
        #expect(jobserver.inUse == 0)
        let next = try await jobserver.holding { 7 }
        #expect(next == 7)
    }

    @Test("a body that throws gives its token back")
    func thrown() async throws {
        struct Oops: Error {}
        let jobserver = Jobserver(tokens: 1)
        await #expect(throws: Oops.self) { try await jobserver.holding { throw Oops() } }
        let next = try await jobserver.holding { 7 }
        #expect(next == 7)
    }

    @Test(
        "makes that run at the same time, and those they start, together stay within it",
        arguments: [1, 2, 3, 5], [JobserverStyle.descriptors])
    func makes(tokens: Int, style: JobserverStyle) async throws {
        try await withTemporaryFolder { folder in
            let jobserver = Jobserver(tokens: tokens)
            let crowd = FileCrowd(folder: folder)
            try Files.writeFile(folder.appending("Makefile"), Self.makefile)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<3 {
                    group.addTask {
                        try await jobserver.holding {
                            let log = folder.appending("log-\(number)")
                            let status = try await make("all", in: folder, jobserver, style, log: log)
                            let text = try Files.readText(log)
                            #expect(status == .exited(0), "\(text)")
                            #expect(!text.contains("jobserver"))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let most = try crowd.most
            #expect(most <= tokens)
            #expect(tokens == 1 || most > 1)
            #expect(try crowd.count == 3 * 12)
            #expect(jobserver.inUse == 0)
        }
    }

    @Test("is whole again after every make that was killed")
    func killed() async throws {
        try await withTemporaryFolder { folder in
            let jobserver = Jobserver(tokens: 4)
            try Files.writeFile(
                folder.appending("Makefile"), "all: a b c d e\na b c d e:\n\techo > begun-$@; exec sleep 600\n")
            for _ in 0..<3 {
                let run = Task {
                    try await jobserver.holding {
                        try await make("all", in: folder, jobserver, .descriptors, log: folder.appending("log"))
                    }
                }
                while try Files.listFolder(folder).count(where: { $0.hasPrefix("begun-") }) < 4 {
                    try await Task.sleep(for: .milliseconds(5))
                }
                #expect(jobserver.inUse == 4)
                // The whole process group gets SIGTERM, and make would give its tokens back: nothing in it may.
                let leader = try #require(
                    ProcessTable.live.all().first {
                        $0.commandLine.contains("all") && $0.commandLine.contains { $0.contains(folder.string) }
                    })
                for process in ProcessTable.live.all() where process.session == leader.session {
                    _ = ProcessTable.live.signal(process.identity, .kill)
                }
                #expect(try await run.value == .signalled(9))
                #expect(jobserver.inUse == 0)
                for name in try Files.listFolder(folder) where name.hasPrefix("begun-") {
                    try Files.removeTree(folder.appending(name))
                }
            }
        }
    }

    @Test("a build that waits gets its token from a make that gives one back")
    func handedOver() async throws {
        try await withTemporaryFolder { folder in
            let jobserver = Jobserver(tokens: 2)
            try Files.writeFile(
                folder.appending("Makefile"), "all: a b\na b:\n\tuntil test -e go-$@; do sleep 0.01; done\n")
            let run = Task {
                try await jobserver.holding {
                    try await make("all", in: folder, jobserver, .descriptors, log: folder.appending("log"))
                }
            }
            while jobserver.inUse < 2 { try await Task.sleep(for: .milliseconds(5)) }
            let waiting = Task { try await jobserver.holding { jobserver.inUse } }
            try Files.writeFile(folder.appending("go-a"), "")
            #expect(try await waiting.value == 2)
            try Files.writeFile(folder.appending("go-b"), "")
            #expect(try await run.value == .exited(0))
        }
    }

    @Test("make 4.4 is told a path")
    func path() async throws {
        let jobserver = Jobserver(tokens: 6)
        let command = Command("make", ["all"], environment: ["A": "b"])
        let told = try await jobserver.running(command, style: .path, executable: "/nonexistent") { $0 }
        #expect(told.executable == "make" && told.arguments == ["all"] && told.environment["A"] == "b")
        let flags = try #require(told.environment["MAKEFLAGS"])
        #expect(flags.hasPrefix(" -j6 --jobserver-auth=fifo:/proc/"))
    }

    /// A make of twelve jobs, half of them in a make of its own.
    private static let makefile = """
        own = 1 2 3 4 5 6
        all: $(own) more
        $(own):
        \t@echo + >> crowd; sleep 0.05; echo - >> crowd
        more:
        \t+@$(MAKE) own="7 8 9 10 11 12" inner
        inner: $(own)
        .PHONY: all more inner $(own)

        """
}

private func make(
    _ target: String, in folder: FilePath, _ jobserver: Jobserver, _ style: JobserverStyle, log: FilePath
) async throws -> MatrixHost.ExitStatus {
    let command = Command(
        "make", ["-C", folder.string, target], environment: ["PATH": "/usr/bin:/bin"], workingDirectory: folder)
    return try await jobserver.running(command, style: style, executable: builtBinary) {
        try await Processes.live.run($0, log)
    }
}

/// Who works at the same time, by what each job adds to a file.
private struct FileCrowd {
    let folder: FilePath

    private var steps: [Int] {
        get throws {
            try Files.readText(folder.appending("crowd")).split(separator: "\n").map { $0 == "+" ? 1 : -1 }
        }
    }

    var count: Int { get throws { try steps.count { $0 == 1 } } }

    var most: Int {
        get throws {
            try steps.reduce(into: (now: 0, most: 0)) { crowd, step in
                crowd.now += step
                crowd.most = max(crowd.most, crowd.now)
            }.most
        }
    }
}

private actor Crowd {
    private var now = 0
    private(set) var most = 0

    func enter() {
        now += 1
        most = max(most, now)
    }

    func leave() { now -= 1 }
}
