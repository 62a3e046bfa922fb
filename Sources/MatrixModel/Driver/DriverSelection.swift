/// Which driver to test, as a user says it.
package enum DriverSelection: Hashable, Sendable {
    /// The newest of the recipes that the Python can run.
    case newest
    /// A release by its number, which may be a prefix: `4.20`.
    case release(String)
    /// The folder of a checkout.
    case checkout(String)

    /// Reads `pymongo==4.20.0`, or else the path of a checkout; nil for an empty text or number.
    package init?(_ text: String) {
        let requirement = "pymongo=="
        if text.hasPrefix(requirement) {
            let number = text.dropFirst(requirement.count).trimmingSpaces()
            guard !number.isEmpty else { return nil }
            self = .release(String(number))
        } else {
            guard !text.isEmpty else { return nil }
            self = .checkout(text)
        }
    }
}

extension DriverSelection: CustomStringConvertible {
    /// The text that it is read from; empty for the newest, which is what nothing stands for.
    package var description: String {
        switch self {
        case .newest: ""
        case .release(let number): "pymongo==\(number)"
        case .checkout(let path): path
        }
    }
}
