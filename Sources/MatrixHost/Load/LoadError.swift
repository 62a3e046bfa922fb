import MatrixModel

/// Why a load cannot be sent at all; a request that fails is part of its outcome.
package enum LoadError: Mendable, Equatable {
    case noURL
    /// Not an `http` or `https` URL.
    case notAURL(String)
    /// This process has `used` descriptors open and may open `limit`; the plan needs `needed` in all.
    case tooFewDescriptors(needed: Int, used: Int, limit: Int)
    /// libcurl or the kernel refused, in its own words.
    case broken(String)

    package var hint: String? {
        switch self {
        case .noURL, .notAURL: nil
        case .tooFewDescriptors(let needed, _, _): "`ulimit -n \(needed)` in the shell, or fewer requests at once"
        case .broken: nil
        }
    }
}

extension LoadError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noURL: "there is no URL to send requests to"
        case .notAURL(let text): "`\(text)` is not an http or https URL"
        case .tooFewDescriptors(let needed, let used, let limit):
            "this process may open \(limit) descriptors, has \(used) open and needs \(needed) in all for that many connections"
        case .broken(let reason): "the load cannot go on: \(reason)"
        }
    }
}
