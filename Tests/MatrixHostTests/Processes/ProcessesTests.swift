import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct ProcessesTests {
    private let processes = Processes.live

    private func shell(_ script: String, _ environment: [String: String] = ["PATH": "/usr/bin:/bin"]) -> Command {
        Command("/bin/sh", ["-c", script], environment: environment)
    }

    @Test func bothStreamsAndTheCodeComeBack() async throws {
        let output = try await processes.capture(shell("echo out; echo err >&2; exit 3"))
        #expect(output == CapturedOutput(status: .exited(3), standardOutput: "out\n", standardError: "err\n"))
        #expect(!output.status.isSuccess)
    }

    @Test(arguments: [9, 11, 15] as [Int32])
    func aSignalIsAResultAndNoError(signal: Int32) async throws {
        #expect(try await processes.capture(shell("kill -\(signal) $$")).status == .signalled(signal))
    }

    @Test func theEnvironmentIsExactlyWhatWasGiven() async throws {
        let given = ["A": "1", "WITH SPACE": "x=y", "EMPTY": "", "NEWLINE": "a\nb"]
        let output = try await processes.capture(Command("/usr/bin/env", ["-0"], environment: given))
        let seen = output.standardOutput.split(separator: "\0").map(String.init)
        #expect(Set(seen) == ["A=1", "WITH SPACE=x=y", "EMPTY=", "NEWLINE=a\nb"])
    }

    @Test func argumentsArriveAsTheyAre() async throws {
        let arguments = ["", " ", "$HOME", "`id`", "a'b\"c", "*", "--", "ünïcödé", "two\nlines"]
        let script = "for word; do printf '%s\\0' \"$word\"; done"
        let output = try await processes.capture(
            Command("/bin/sh", ["-c", script, "sh"] + arguments, environment: ["PATH": "/usr/bin:/bin"]))
        #expect(output.standardOutput == arguments.map { $0 + "\0" }.joined())
    }

    @Test func aBareNameIsLookedUpOnTheGivenPathOnly() async throws {
        try await withTemporaryFolder { folder in
            try await writeFakeTool("ls", in: folder, script: "echo fake")
            let fake = try await processes.capture(Command("ls", environment: ["PATH": folder.string]))
            #expect(fake.standardOutput == "fake\n")
            let error = await #expect(throws: ProcessError.self) {
                _ = try await processes.capture(Command("cp", environment: ["PATH": folder.string]))
            }
            #expect(error?.executable == "cp")
            #expect(error?.description.hasPrefix("cannot start `cp`: ") == true)
        }
    }

    @Test(arguments: ["/nonexistent/program", "/etc/passwd", "/etc"])
    func whatCannotBeStartedIsNamed(program: String) async throws {
        try await withTemporaryFolder { folder in
            let command = Command(FilePath(program), environment: [:])
            let captured = await #expect(throws: ProcessError.self) { _ = try await processes.capture(command) }
            let logged = await #expect(throws: ProcessError.self) {
                _ = try await processes.run(command, folder.appending("log"))
            }
            #expect(captured?.executable == program)
            #expect(logged?.executable == program)
        }
    }

    @Test func theWorkingFolderIsTheGivenOne() async throws {
        try await withTemporaryFolder { folder in
            var command = shell("pwd -P")
            command.workingDirectory = folder
            let output = try await processes.capture(command)
            #expect(output.standardOutput == "\(try Files.real(folder))\n")
            command.workingDirectory = folder.appending("missing")
            await #expect(throws: ProcessError.self) { _ = try await processes.capture(command) }
        }
    }

    @Test func aRunAppendsBothStreamsToItsLog() async throws {
        try await withTemporaryFolder { folder in
            let log = folder.appending("log")
            try Files.writeFile(log, "before\n")
            #expect(try await processes.run(shell("echo out; echo err >&2; exit 4"), log) == .exited(4))
            #expect(try await processes.run(shell("echo again"), log) == .exited(0))
            #expect(try Files.readText(log) == "before\nout\nerr\nagain\n")
        }
    }

    @Test func aLogThatCannotBeWrittenIsNamed() async throws {
        await #expect(throws: ProcessError.logNotWritable("/nonexistent/log", .noSuchFileOrDirectory)) {
            _ = try await processes.run(shell("true"), "/nonexistent/log")
        }
    }

    @Test func muchOutputOnBothStreamsDoesNotBlock() async throws {
        let script = "head -c 3000000 /dev/zero | tr '\\0' x; head -c 3000000 /dev/zero | tr '\\0' y >&2"
        let output = try await processes.capture(shell(script))
        #expect(output.status.isSuccess)
        #expect(output.standardOutput.utf8.count == 3_000_000)
        #expect(output.standardError.utf8.count == 3_000_000)
    }

    @Test func standardInputIsEmpty() async throws {
        #expect(try await processes.capture(shell("cat; echo end")).standardOutput == "end\n")
    }

    @Test func aChildHasASessionOfItsOwnAndNoneOfOurDescriptors() async throws {
        let output = try await processes.capture(shell("test $(ps -o sid= -p $$) -eq $$ && ls /proc/self/fd"))
        #expect(output.status.isSuccess)
        // The three streams, and the folder that `ls` itself has open.
        #expect(output.standardOutput.split(separator: "\n").count == 4, "\(output.standardOutput)")
    }
}

extension ProcessError {
    fileprivate var executable: String? { if case .cannotStart(let executable, _) = self { executable } else { nil } }
}
