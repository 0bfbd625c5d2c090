package dev.keyhold.checker.known;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** What types are to the rules. Answers are kept: a type does not change within a compilation. */
public final class TypeFacts {
  private static final String CHECK = "dev.keyhold.check.";
  private static final String SINGLE_OWNER = "dev.keyhold.SingleOwner";

  /** Types of the JDK that two tasks must not change at once, and that nothing keeps them from. */
  private final Set<String> unsynchronised =
      new TreeSet<>(
          Set.of(
              "java.util.HashMap",
              "java.util.LinkedHashMap",
              "java.util.TreeMap",
              "java.util.IdentityHashMap",
              "java.util.WeakHashMap",
              "java.util.EnumMap",
              "java.util.ArrayList",
              "java.util.LinkedList",
              "java.util.ArrayDeque",
              "java.util.PriorityQueue",
              "java.util.HashSet",
              "java.util.LinkedHashSet",
              "java.util.TreeSet",
              "java.util.EnumSet",
              "java.util.BitSet",
              "java.util.Scanner",
              "java.util.StringJoiner",
              "java.util.Formatter",
              "java.util.Iterator",
              "java.util.ListIterator",
              "java.util.SplittableRandom",
              "java.util.AbstractMap.SimpleEntry",
              "java.util.zip.CRC32",
              "java.util.zip.Deflater",
              "java.util.zip.Inflater",
              "java.lang.StringBuilder",
              "java.text.SimpleDateFormat",
              "java.text.DecimalFormat",
              "java.text.NumberFormat",
              "java.text.MessageFormat",
              "java.security.MessageDigest",
              "java.io.ByteArrayInputStream"));

  private final Types types;
  private final Map<TypeElement, Set<String>> supertypes = new HashMap<>();
  private final Map<TypeElement, Boolean> guards = new HashMap<>();
  private final Map<TypeElement, Boolean> changeable = new HashMap<>();

  public TypeFacts(Types types) {
    this.types = types;
  }

  /** One more type that is not to be shared without a lock. */
  public void addUnsynchronised(String name) {
    unsynchronised.add(name);
  }

  static boolean hasAnnotation(Element element, String name) {
    for (AnnotationMirror each : element.getAnnotationMirrors()) {
      if (((TypeElement) each.getAnnotationType().asElement())
          .getQualifiedName()
          .contentEquals(name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether code there runs on an event loop: itself or a class around it is so annotated. */
  public static boolean isEventLoop(@Nullable Element element) {
    for (Element each = element; each != null; each = each.getEnclosingElement()) {
      if (hasAnnotation(each, CHECK + "EventLoop")) {
        return true;
      }
    }
    return false;
  }

  /** The type that a method or a field is declared in. */
  public static TypeMirror ownerOf(Element member) {
    return Objects.requireNonNull(member.getEnclosingElement()).asType();
  }

  private static @Nullable TypeElement element(@Nullable TypeMirror type) {
    return type instanceof DeclaredType declared && declared.asElement() instanceof TypeElement e
        ? e
        : null;
  }

  /** What is known of a value of this type: of a type variable, its bound. */
  private @Nullable TypeMirror bound(@Nullable TypeMirror type) {
    if (type instanceof TypeVariable variable) {
      return bound(variable.getUpperBound());
    }
    if (type instanceof WildcardType wildcard) {
      return bound(wildcard.getExtendsBound());
    }
    return type;
  }

  /** The names of a type and of all above it. */
  Set<String> supertypes(TypeElement type) {
    Set<String> known = supertypes.get(type);
    if (known == null) {
      known = new LinkedHashSet<>();
      collect(type, known);
      supertypes.put(type, known);
    }
    return known;
  }

  private void collect(TypeElement type, Set<String> names) {
    if (!names.add(type.getQualifiedName().toString())) {
      return;
    }
    for (TypeMirror each : types.directSupertypes(type.asType())) {
      TypeElement above = element(each);
      if (above != null) {
        collect(above, names);
      }
    }
  }

  public boolean isA(@Nullable TypeMirror type, String name) {
    TypeElement element = element(bound(type));
    return element != null && supertypes(element).contains(name);
  }

  /** Whether values of it have to be closed. */
  public boolean isGuard(@Nullable TypeMirror type) {
    TypeElement element = element(bound(type));
    return element != null
        && guards.computeIfAbsent(element, e -> isMarked(e, CHECK + "MustClose"));
  }

  public boolean isThreadBound(@Nullable TypeMirror type) {
    TypeElement element = element(bound(type));
    return element != null && isMarked(element, CHECK + "ThreadBound");
  }

  private boolean isMarked(TypeElement type, String annotation) {
    if (hasAnnotation(type, annotation)) {
      return true;
    }
    for (TypeMirror each : types.directSupertypes(type.asType())) {
      TypeElement above = element(each);
      if (above != null && isMarked(above, annotation)) {
        return true;
      }
    }
    return false;
  }

  public boolean isFuture(@Nullable TypeMirror type) {
    return isA(type, "java.util.concurrent.CompletionStage")
        || isA(type, "java.util.concurrent.Future");
  }

  /** Of a future of a guard: the guard's type. */
  public @Nullable TypeMirror requested(@Nullable TypeMirror type) {
    TypeMirror bound = bound(type);
    if (bound instanceof DeclaredType declared && isFuture(bound)) {
      for (TypeMirror each : declared.getTypeArguments()) {
        if (isGuard(each)) {
          return bound(each);
        }
      }
    }
    return null;
  }

  public boolean isLock(@Nullable TypeMirror type) {
    return isA(type, "java.util.concurrent.locks.Lock");
  }

  /** Whether a queue of this class has room for everything, so that nobody waits to put. */
  public boolean isUnbounded(@Nullable TypeMirror type) {
    return isA(type, "java.util.concurrent.PriorityBlockingQueue")
        || isA(type, "java.util.concurrent.DelayQueue")
        || isA(type, "java.util.concurrent.LinkedTransferQueue");
  }

  /** Whether a queue of this class has room for everything unless it is made with a capacity. */
  public boolean isUnboundedByDefault(@Nullable TypeMirror type) {
    return isA(type, "java.util.concurrent.LinkedBlockingQueue")
        || isA(type, "java.util.concurrent.LinkedBlockingDeque");
  }

  /** Whether leaving a try-with-resources on it waits for the tasks it started. */
  public boolean joinsOnClose(@Nullable TypeMirror type) {
    return isA(type, "java.util.concurrent.Executor")
        || isA(type, "java.util.concurrent.StructuredTaskScope")
        || isA(type, "dev.keyhold.sync.Actor");
  }

  public boolean isSingleOwner(@Nullable TypeMirror type) {
    TypeElement element = element(bound(type));
    return element != null && isMarked(element, SINGLE_OWNER);
  }

  /** Whether two tasks must not change a value of it at once; by its static type. */
  public boolean isUnsynchronised(@Nullable TypeMirror type) {
    TypeElement element = element(bound(type));
    return element != null
        && (unsynchronised.contains(element.getQualifiedName().toString())
            || isMarked(element, SINGLE_OWNER));
  }

  /** Whether a value of it, kept after its guard is closed, still changes under other hands. */
  public boolean isChangeable(@Nullable TypeMirror type) {
    TypeMirror bound = bound(type);
    if (bound instanceof ArrayType) {
      return true;
    }
    TypeElement element = element(bound);
    return element != null && changeable.computeIfAbsent(element, this::looksChangeable);
  }

  private boolean looksChangeable(TypeElement type) {
    String name = type.getQualifiedName().toString();
    if (isUnsynchronised(type.asType())) {
      return true;
    }
    if (name.startsWith("java.util.concurrent.")) {
      return false;
    }
    for (String above : supertypes(type)) {
      switch (above) {
        case "java.util.Collection",
            "java.util.Map",
            "java.util.Iterator",
            "java.util.stream.BaseStream" -> {
          return true;
        }
        default -> {}
      }
    }
    if (type.getKind() == ElementKind.RECORD
        || type.getKind() == ElementKind.ENUM
        || type.getKind().isInterface()
        || name.startsWith("java.")) {
      return false;
    }
    for (TypeElement each = type; each != null; each = element(each.getSuperclass())) {
      for (VariableElement field : ElementFilter.fieldsIn(each.getEnclosedElements())) {
        Set<Modifier> modifiers = field.getModifiers();
        if (!modifiers.contains(Modifier.STATIC)
            && !modifiers.contains(Modifier.FINAL)
            && !modifiers.contains(Modifier.VOLATILE)) {
          return true;
        }
      }
    }
    return false;
  }

  public boolean isVoid(@Nullable TypeMirror type) {
    return type == null || type.getKind() == TypeKind.VOID;
  }

  /** Whether a parameter of this type takes anything, and so keeps it or passes it on. */
  public boolean takesAnything(TypeMirror parameter) {
    TypeMirror each = parameter instanceof ArrayType array ? array.getComponentType() : parameter;
    if (each instanceof TypeVariable) {
      return !isGuard(each);
    }
    TypeElement element = element(each);
    return element != null && element.getQualifiedName().contentEquals("java.lang.Object");
  }

  public boolean isAssignable(TypeMirror from, TypeMirror to) {
    return types.isAssignable(types.erasure(from), types.erasure(to));
  }

  /** Whether an object of it keeps what it is made of for others to close. */
  public boolean keeps(TypeMirror type) {
    TypeElement element = element(type);
    return isCloseable(type) || (element != null && element.getKind() == ElementKind.RECORD);
  }

  public boolean isCloseable(@Nullable TypeMirror type) {
    return isA(type, "java.lang.AutoCloseable");
  }
}
