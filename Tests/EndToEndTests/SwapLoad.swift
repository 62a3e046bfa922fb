import Foundation
import MatrixHost
import MatrixTestSupport
import Synchronization
import SystemPackage

/// The application that tests of swaps serve.
enum SwapApplication {
    /// Answers with the Python that runs it, after as long as it is asked to.
    static let text = """
        import sys
        import time


        def application(environ, start_response):
            time.sleep(float(environ["QUERY_STRING"] or 0))
            body = ("Python " + sys.version.split()[0] + "\\n").encode("ascii")
            start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
            return [body]

        """
    /// Python 2 cannot read it.
    static let modern = text + "\nnewer = f'{1}'\n"

    /// The Python that answers there.
    static func python(_ url: String) async throws -> String? {
        let body = try await HTTPProbe.live.get(url + "/", .seconds(10)).body
        return String(decoding: body, as: UTF8.self).split(separator: "\n").first.map { String($0.dropFirst(7)) }
    }

    /// Makes a journal that of a tool that was killed at another step.
    static func rewrite(_ step: String, to other: String, in journal: FilePath) throws {
        let text = try Files.readText(journal)
        let changed = text.replacing("\"\(step)\"", with: "\"\(other)\"")
        try Files.replaceFile(journal, changed)
    }
}

/// What users of several kinds send until it is ended: short requests and long ones, each on a connection of its own or
/// kept open.
final class SwapLoad: Sendable {
    private let isOver = Atomic(false)
    private let tasks = Mutex<[Task<[LoadAnswer], any Error>]>([])

    init(_ url: String, _ kinds: [[String]] = SwapLoad.everyKind) {
        let kinds = kinds.map { $0.dropLast() + [url + $0.last!] }
        tasks.withLock {
            $0 = kinds.map { arguments in
                Task { [self] in
                    var answers: [LoadAnswer] = []
                    repeat {
                        let output = try await Processes.live.capture(
                            Command(
                                builtBinary,
                                ["load", "parallel", "-t", "8", "-c", "--json", "--expect", "Python "] + arguments,
                                environment: [:]))
                        answers.append(
                            try JSONDecoder().decode(LoadAnswer.self, from: Data(output.standardOutput.utf8)))
                    } while !isOver.load(ordering: .relaxed)
                    return answers
                }
            }
        }
    }

    static let everyKind = [
        ["-n", "400", "/"], ["-n", "400", "--keep-alive", "/"], ["-n", "40", "/?0.05"], ["-n", "8", "/?3"],
    ]

    /// Waits for the requests that are under way, and returns what each of the loads met.
    func end() async throws -> [LoadAnswer] {
        isOver.store(true, ordering: .relaxed)
        var answers: [LoadAnswer] = []
        for task in tasks.withLock({ $0 }) { answers += try await task.value }
        return answers
    }
}
