#include "tool/report/labels.h"

namespace pool_audit::report {

using namespace inventory;
using verdict::Action;
using verdict::Class;
using verdict::Confidence;

template <>
std::span<const Label<Origin>> labels() {
  static constexpr Label<Origin> kLabels[] = {
      {Origin::modelled, "modelled"},
      {Origin::hand_written, "hand-written"},
      {Origin::annotated, "annotated"},
  };
  return kLabels;
}

template <>
std::span<const Label<StorageClass>> labels() {
  static constexpr Label<StorageClass> kLabels[] = {
      {StorageClass::package_level, "package-level"},
      {StorageClass::member, "member"},
      {StorageClass::injected, "injected"},
      {StorageClass::function_local, "function-local"},
      {StorageClass::thread_local_, "thread-local"},
      {StorageClass::type_wide, "type-wide"},
  };
  return kLabels;
}

template <>
std::span<const Label<Visibility>> labels() {
  static constexpr Label<Visibility> kLabels[] = {
      {Visibility::private_, "private"},
      {Visibility::internal, "internal"},
      {Visibility::exported, "exported"},
  };
  return kLabels;
}

template <>
std::span<const Label<SiteKind>> labels() {
  static constexpr Label<SiteKind> kLabels[] = {
      {SiteKind::get, "get"},         {SiteKind::put, "put"},       {SiteKind::reset, "reset"},
      {SiteKind::discard, "discard"}, {SiteKind::create, "create"}, {SiteKind::destroy, "destroy"},
  };
  return kLabels;
}

template <>
std::span<const Label<Pairing>> labels() {
  static constexpr Label<Pairing> kLabels[] = {
      {Pairing::none, "none"},           {Pairing::lease, "lease"},
      {Pairing::all_paths, "all-paths"}, {Pairing::some_paths, "some-paths"},
      {Pairing::never, "never"},         {Pairing::handed_over, "handed-over"},
      {Pairing::unproven, "unproven"},
  };
  return kLabels;
}

template <>
std::span<const Label<BoundKind>> labels() {
  static constexpr Label<BoundKind> kLabels[] = {
      {BoundKind::unknown, "unknown"},
      {BoundKind::unbounded, "unbounded"},
      {BoundKind::bounded, "bounded"},
  };
  return kLabels;
}

template <>
std::span<const Label<UnitState>> labels() {
  static constexpr Label<UnitState> kLabels[] = {
      {UnitState::analysed, "analysed"},
      {UnitState::skipped, "skipped"},
      {UnitState::failed, "failed"},
  };
  return kLabels;
}

template <>
std::span<const Label<SuppressionKind>> labels() {
  static constexpr Label<SuppressionKind> kLabels[] = {
      {SuppressionKind::nolint, "nolint"},
      {SuppressionKind::config, "config"},
  };
  return kLabels;
}

template <>
std::span<const Label<SuppressionState>> labels() {
  static constexpr Label<SuppressionState> kLabels[] = {
      {SuppressionState::used, "used"},           {SuppressionState::unused, "unused"},
      {SuppressionState::unchecked, "unchecked"}, {SuppressionState::unexplained, "unexplained"},
      {SuppressionState::unmatched, "unmatched"}, {SuppressionState::unknown_rule, "unknown-rule"},
  };
  return kLabels;
}

template <>
std::span<const Label<Class>> labels() {
  static const Label<Class> kLabels[] = {
      {Class::unmeasured, verdict::to_text(Class::unmeasured)},
      {Class::cold, verdict::to_text(Class::cold)},
      {Class::warm, verdict::to_text(Class::warm)},
      {Class::hot, verdict::to_text(Class::hot)},
  };
  return kLabels;
}

template <>
std::span<const Label<Action>> labels() {
  static const Label<Action> kLabels[] = {
      {Action::leave, verdict::to_text(Action::leave)},
      {Action::review, verdict::to_text(Action::review)},
      {Action::remove, verdict::to_text(Action::remove)},
      {Action::observe, verdict::to_text(Action::observe)},
      {Action::replace, verdict::to_text(Action::replace)},
      {Action::instrument, verdict::to_text(Action::instrument)},
  };
  return kLabels;
}

template <>
std::span<const Label<Confidence>> labels() {
  static constexpr Label<Confidence> kLabels[] = {
      {Confidence::none, "none"}, {Confidence::type, "type"}, {Confidence::mapped, "mapped"},
      {Confidence::site, "site"}, {Confidence::name, "name"},
  };
  return kLabels;
}

}  // namespace pool_audit::report
