import Glibc
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    @Suite("A test of an application", .timeLimit(.minutes(10))) struct TrialFaultTests {
        private let tool = SharedStore.tool

        @Test("needs no database and no driver, and passes when all is well")
        func anyApplication() async throws {
            let (outcome, answer) = try await test(Application(onRequest: ""))
            #expect(outcome.status == .exited(0), "\(outcome.messages)")
            #expect(answer.verdict == "passed", "\(answer.findings)")
            #expect(answer.cell == "3.13.5+6.1.1+daemon+event+standalone+no-driver")
            #expect(answer.server == nil)
            #expect(answer.requests == .init(sent: 1700, ok: 1700, failed: [:]))
        }

        @Test("that answers with an error is failed")
        func failing() async throws {
            let (outcome, answer) = try await test(
                Application(onRequest: "if number == 20: status = '500 Internal Server Error'"))
            #expect(outcome.status == .exited(1), "\(outcome.messages)")
            #expect(answer.verdict == "failed")
            let finding = try #require(answer.findings.first)
            #expect(finding.evidence.contains("500"), "\(finding.evidence)")
            #expect(answer.requests.failed.values.reduce(0, +) > 0)
            #expect(answer.requests.ok > 0)
        }

        /// The signal comes to any thread of the process: the one that sends it could still have answered.
        @Test("whose process dies in a request is a crash, with the signal")
        func crash() async throws {
            let (outcome, answer) = try await test(
                Application(onRequest: "if number == 20: os.kill(os.getpid(), 11); time.sleep(60)"))
            #expect(outcome.status == .exited(1), "\(outcome.messages)")
            #expect(answer.verdict == "crash")
            let finding = try #require(answer.findings.first { $0.kind == "crash" })
            #expect(finding.figures["signal"] == 11, "\(finding.evidence)")
            #expect(answer.requests.ok < answer.requests.sent, "the request had no answer")
        }

        /// Priming sends 500 requests to two sub-interpreters, so the 400th of one comes when they are sent one at a time.
        @Test("whose process dies between two requests is a crash, although every answer was good")
        func silentCrash() async throws {
            let (outcome, answer) = try await test(Application(onClose: "if number == 400: os.kill(os.getpid(), 11)"))
            #expect(outcome.status == .exited(1), "\(outcome.messages)")
            #expect(answer.verdict == "crash")
            #expect(answer.requests.failed == [:])
            #expect(answer.requests.sent == answer.requests.ok)
            let finding = try #require(answer.findings.first)
            #expect(finding.figures["signal"] == 11, "\(finding.evidence)")
            #expect(finding.evidence.contains("all responses were good, so no client has noticed"))
        }

        @Test("that does not answer a request is a hang, with what its threads were at")
        func hang() async throws {
            let (outcome, answer) = try await test(Application(onRequest: "if number == 20: time.sleep(3600)"))
            #expect(outcome.status == .exited(1), "\(outcome.messages)")
            #expect(answer.verdict == "hang")
            let finding = try #require(answer.findings.first { $0.kind == "hang" })
            #expect(finding.figures["timeouts"] ?? 0 >= 1)
            #expect(finding.evidence.contains("what the workers were at"), "\(finding.evidence)")
            #expect(
                try Files.readText(FilePath(answer.folder).appending("python-stacks.txt")).contains("any.py"),
                "the line that sleeps")
        }

        @Test("that does not import is failed, with what its Python says")
        func noImport() async throws {
            let (outcome, answer) = try await test(Application(onImport: "import no_such_module"))
            #expect(outcome.status == .exited(1), "\(outcome.messages)")
            #expect(answer.verdict == "failed")
            let finding = try #require(answer.findings.first)
            #expect(
                finding.evidence.contains("ModuleNotFoundError: No module named 'no_such_module'"),
                "\(finding.evidence)")
        }

        @Test("whose file is missing, or whose MongoDB does not answer, says so before Apache is started")
        func missing() async throws {
            let pair = [Pair.newest.python, Pair.newest.modWsgi]
            let file = try await tool.run(["test"] + pair + ["--app", "/no/such/file.py"])
            #expect(file.status == .exited(64))
            #expect(file.messages.contains("there is no `/no/such/file.py`"), "\(file.messages)")
            let server = try await tool.run(["test"] + pair + ["--mongodb", "mongodb://127.0.0.1:1"])
            #expect(server.status == .exited(69))
            #expect(server.messages.contains("no MongoDB server answers at `127.0.0.1:1`"), "\(server.messages)")
            #expect(commandsUsing(tool.store) == [])
        }

        @Test("of upstream's shape needs the default port, and names who has it")
        func defaultPort() async throws {
            try await withTemporaryFolder { folder in
                // Where somebody has it already there is no need to take it.
                let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
                defer { close(listener) }
                let owner = isListening(listener, port: 27017) ? "\(getpid())" : ""
                let script = folder.appending("mod_wsgi_test.py")
                try Files.writeFile(script, Application(onRequest: "").text)
                let outcome = try await tool.run(
                    "test", Pair.newest.python, Pair.newest.modWsgi, "--script", script.string)
                #expect(outcome.status == .exited(75), "\(outcome.messages)")
                #expect(outcome.messages.contains("port 27017 is taken by process \(owner)"), "\(outcome.messages)")
                #expect(outcome.messages.contains("`--mongodb mongodb://127.0.0.1:27017`"), "\(outcome.messages)")
                #expect(commandsUsing(tool.store) == [])
            }
        }

        private func test(_ application: Application) async throws -> (Tool.Outcome, TrialAnswer) {
            try await withTemporaryFolder { folder in
                let file = folder.appending("any.py")
                try Files.writeFile(file, application.text)
                let outcome = try await tool.run(
                    "test", Pair.newest.python, Pair.newest.modWsgi, "--app", file.string, "--json")
                #expect(commandsUsing(tool.store) == [])
                return (outcome, try outcome.decoded(as: TrialAnswer.self))
            }
        }
    }
}

private func isListening(_ descriptor: Int32, port: UInt16) -> Bool {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 && listen(descriptor, 1) == 0
        }
    }
}

/// A WSGI application that does one thing wrong, told by one line of Python.
///
/// It does not say how long its answer is, so that a client waits until the connection to the process is closed: after
/// `close`, or by the death of the process, which can take no other request then.
private struct Application {
    var onImport = ""
    /// Runs before the answer; `number` counts the requests of a sub-interpreter.
    var onRequest = ""
    /// Runs when the answer has been handed on.
    var onClose = ""

    var text: String {
        """
        import itertools, os, time
        \(onImport)

        NUMBERS = itertools.count(1)

        class Answer:
            def __init__(self, number):
                self.number = number

            def __iter__(self):
                return iter([b"ok\\n"])

            def close(self):
                number = self.number
                \(onClose.isEmpty ? "pass" : onClose)

        def application(environ, start_response):
            number = next(NUMBERS)
            status = "200 OK"
            \(onRequest.isEmpty ? "pass" : onRequest)
            start_response(status, [("Content-Type", "text/plain")])
            return Answer(number)

        """
    }
}
