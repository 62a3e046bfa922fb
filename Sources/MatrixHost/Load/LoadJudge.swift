import CLinux
import MatrixModel

/// Says whether a request was answered as it should have been, and if not, how it went wrong.
struct LoadJudge {
    private let urls: [String]
    /// By the URL's place; without an entry anything will do.
    private let needles: [[(text: String, bytes: [UInt8])]]

    init(_ plan: LoadPlan) {
        urls = plan.urls
        switch plan.expectation {
        case .anything: needles = []
        case .texts(let texts): needles = texts.map { $0.filter { !$0.isEmpty }.map { ($0, Array($0.utf8)) } }
        }
    }

    /// Nil for a good answer; else the kind and words for a person.
    func failure(of answer: LoadAnswer) -> LoadAnswer.Failure? {
        if let failure = answer.failure {
            return described(
                failure.kind, failure.reason + (answer.body.isEmpty ? "" : ", \(beginning(answer))"), answer)
        }
        guard answer.status == 200 else {
            return described(.status, "status \(answer.status), \(beginning(answer))", answer)
        }
        guard answer.place < needles.count,
            let missing = needles[answer.place].first(where: { !contains(answer.body, $0.bytes) })
        else { return nil }
        return described(.wrongBody, "the body lacks `\(missing.text)`, \(beginning(answer))", answer)
    }

    private func described(_ kind: LoadFailure, _ words: String, _ answer: LoadAnswer) -> LoadAnswer.Failure {
        LoadAnswer.Failure(kind: kind, reason: "`\(redactingCredentials(in: urls[answer.place]))`: \(words)")
    }

    private func contains(_ body: [UInt8], _ text: [UInt8]) -> Bool {
        wsgimatrix_contains(body, body.count, text, text.count) != 0
    }

    /// The first words of the body, on one line.
    private func beginning(_ answer: LoadAnswer) -> String {
        let text = String(decoding: answer.body.prefix(160), as: UTF8.self)
        let line = text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
        return line.isEmpty ? "no body" : "the body begins `\(line)`"
    }
}
