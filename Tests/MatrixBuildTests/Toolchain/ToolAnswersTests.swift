import MatrixBuild
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

@Suite struct ToolAnswersTests {
    /// Asks about `tool`; counts how often somebody had to find out.
    private func ask(_ tool: FilePath, file: FilePath, asked: Recorder<String>, says: String) async throws -> String {
        try await ToolAnswers(host: .failing, file: file).remembered("-v", of: tool) {
            asked.append(says)
            return says
        }
    }

    @Test func anAnswerIsRememberedForTheNextProcess() async throws {
        try await withTemporaryFolder { folder in
            let (tool, file, asked) = (folder.appending("tool"), folder.appending("answers.json"), Recorder<String>())
            try Files.writeFile(tool, "one")
            #expect(try await ask(tool, file: file, asked: asked, says: "1") == "1")
            #expect(try await ask(tool, file: file, asked: asked, says: "2") == "1")
            #expect(asked.elements == ["1"])
        }
    }

    @Test func aToolThatWasReplacedIsAskedAgain() async throws {
        try await withTemporaryFolder { folder in
            let (tool, file, asked) = (folder.appending("tool"), folder.appending("answers.json"), Recorder<String>())
            try Files.writeFile(folder.appending("tool-12"), "one")
            try Files.replaceSymlink(at: tool, target: "tool-12")
            #expect(try await ask(tool, file: file, asked: asked, says: "1") == "1")
            try Files.replaceFile(folder.appending("tool-12"), "two")
            #expect(try await ask(tool, file: file, asked: asked, says: "2") == "2")
            try Files.writeFile(folder.appending("tool-13"), "two")
            try Files.replaceSymlink(at: tool, target: "tool-13")
            #expect(try await ask(tool, file: file, asked: asked, says: "3") == "3")
            let text = try Files.readText(file)
            #expect(!text.contains("\"1\"") && !text.contains("\"2\""), "what can never be asked again is forgotten")
        }
    }

    @Test(arguments: ["", "{", "[1]", "{\"a\": 1}", "\0"])
    func aDamagedFileIsWrittenAnew(text: String) async throws {
        try await withTemporaryFolder { folder in
            let (tool, file, asked) = (folder.appending("tool"), folder.appending("answers.json"), Recorder<String>())
            try Files.writeFile(tool, "one")
            try Files.writeFile(file, text)
            #expect(try await ask(tool, file: file, asked: asked, says: "1") == "1")
            #expect(try await ask(tool, file: file, asked: asked, says: "2") == "1")
        }
    }

    @Test func aFileThatCannotBeWrittenOnlyMakesItSlower() async throws {
        try await withTemporaryFolder { folder in
            let (tool, asked) = (folder.appending("tool"), Recorder<String>())
            try Files.writeFile(tool, "one")
            let file = tool.appending("answers.json")
            #expect(try await ask(tool, file: file, asked: asked, says: "1") == "1")
            #expect(try await ask(tool, file: file, asked: asked, says: "2") == "2")
        }
    }

    @Test func aToolThatFailedIsNotRemembered() async throws {
        try await withTemporaryFolder { folder in
            let statuses = Recorder<Int>()
            var host = MatrixHost.Host.failing
            host.processes.capture = { command in
                #expect(command.environment == BuildEnvironment.base)
                statuses.append(1)
                let isFirst = statuses.elements.count == 1
                return CapturedOutput(
                    status: isFirst ? .signalled(9) : .exited(0), standardOutput: isFirst ? "" : "12.2.0\n",
                    standardError: isFirst ? "no memory\n" : "")
            }
            let answers = ToolAnswers(host: host, file: folder.appending("answers.json"))
            let error = await #expect(throws: BuildError.self) {
                _ = try await answers.answer("sh", ["-dumpfullversion"], package: "dash")
            }
            #expect(error?.description.contains("sh -dumpfullversion` failed") == true)
            #expect(error?.description.contains("no memory") == true)
            let answer = try await answers.answer("sh", ["-dumpfullversion"], package: "dash")
            #expect(answer == "12.2.0\n")
        }
    }

    @Test func aMissingToolNamesItsPackage() async throws {
        let answers = ToolAnswers(host: .failing, file: "/nonexistent/answers.json")
        let error = BuildError.toolMissing("wsgimatrix-no-such-tool", debianPackage: "a-package")
        await #expect(throws: error) {
            _ = try await answers.answer("wsgimatrix-no-such-tool", [], package: "a-package")
        }
        #expect(error.hint == "apt-get install a-package")
    }
}
