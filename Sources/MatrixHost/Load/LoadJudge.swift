import CCurl
import Glibc
import MatrixModel

/// Says whether a request was answered as it should have been, and if not, how it went wrong.
struct LoadJudge {
    struct Failure {
        var kind: LoadFailure
        var words: String
    }

    /// By the URL's place; without an entry anything will do.
    private let needles: [[(text: String, bytes: [UInt8])]]

    init(_ expectation: LoadPlan.Expectation) {
        switch expectation {
        case .anything: needles = []
        case .texts(let texts):
            needles = texts.map { $0.filter { !$0.isEmpty }.map { ($0, Array($0.utf8)) } }
        }
    }

    /// Nil for a good answer.
    func failure(of slot: LoadSlot, _ code: CURLcode) -> Failure? {
        let status = slot.handle.number(CURLINFO_RESPONSE_CODE)
        if code != CURLE_OK {
            return Failure(kind: kind(code, status, slot), words: "`\(slot.url)`: \(words(code, slot))")
        }
        guard slot.hasHead else {
            return Failure(kind: .truncated, words: "`\(slot.url)`: the connection was closed amid the headers")
        }
        guard status == 200 else {
            return Failure(kind: .status, words: "`\(slot.url)`: status \(status), \(beginning(slot))")
        }
        guard slot.place < needles.count,
            let missing = needles[slot.place].first(where: { !slot.contains($0.bytes) })
        else { return nil }
        return Failure(
            kind: .wrongBody, words: "`\(slot.url)`: the body lacks `\(missing.text)`, \(beginning(slot))")
    }

    private func kind(_ code: CURLcode, _ status: Int, _ slot: LoadSlot) -> LoadFailure {
        switch code {
        case CURLE_OPERATION_TIMEDOUT: return .timeout
        case CURLE_PARTIAL_FILE: return .truncated
        case CURLE_GOT_NOTHING: return .reset
        // Once there is a status, what is missing is the rest of an answer.
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR: return status == 0 ? .reset : .truncated
        case CURLE_COULDNT_CONNECT:
            switch Int32(slot.handle.number(CURLINFO_OS_ERRNO)) {
            case ECONNREFUSED: return .refused
            case ECONNRESET: return .reset
            case ETIMEDOUT: return .timeout
            default: return .other
            }
        default: return .other
        }
    }

    private func words(_ code: CURLcode, _ slot: LoadSlot) -> String {
        let excerpt = slot.excerpt
        return slot.handle.reason(code) + (excerpt.isEmpty ? "" : ", the body begins `\(excerpt)`")
    }

    private func beginning(_ slot: LoadSlot) -> String {
        let excerpt = slot.excerpt
        return excerpt.isEmpty ? "no body" : "the body begins `\(excerpt)`"
    }
}
